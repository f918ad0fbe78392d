"""The owner's own pages: data, products and their photos, documents, and consents."""
