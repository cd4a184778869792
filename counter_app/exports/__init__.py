"""Files that leave the program for other programs: tables as Excel and CSV."""
