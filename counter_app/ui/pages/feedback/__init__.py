"""Parts of the page Phản ánh: words, list, the two forms, drafts, export."""
