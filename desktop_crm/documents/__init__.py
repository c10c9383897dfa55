"""Documents: TOML files that say what stands on paper, and the engine that prints them as PDF."""

from desktop_crm.documents.document import Audience, Document
from desktop_crm.documents.library import Library, documents
from desktop_crm.documents.reading import Problem
from desktop_crm.documents.rendering import render, render_pack
from desktop_crm.documents.stationery import Letterhead, Part, Stamp

__all__ = [
    "Audience",
    "Document",
    "Letterhead",
    "Library",
    "Part",
    "Problem",
    "Stamp",
    "documents",
    "render",
    "render_pack",
]
