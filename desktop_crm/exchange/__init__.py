"""Files in and out: spreadsheets and separated text become typed rows; what could not be read is written down."""
