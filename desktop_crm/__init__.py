"""Desktop CRM: an offline sales tool for Chinese B2B teams."""

__version__ = "0.1.0"
