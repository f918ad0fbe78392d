"""Reading files into the portal: any table format in, every row either accepted or refused by name."""
