"""Parts of the page Hồ sơ: the table's side and the dossier's panel."""
