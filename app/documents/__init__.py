"""What comes out on paper: one document model, written as Word, PDF, Markdown and HTML, and lists as Excel."""
