"""Search from any page: the field above every page, and the page with what was found."""
