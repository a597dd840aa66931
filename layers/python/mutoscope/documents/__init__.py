"""Reading what a film is made from: files and pages, into plain text."""
