"""Every widget: the main window, the screens, the dialogs and what they are made of."""
