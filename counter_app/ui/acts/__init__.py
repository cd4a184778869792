"""Small forms for acts on one dossier, shown inside the panel."""
