"""The rules of the trade: standard library only, no clock, no random, no input or output."""
