"""What rules give: `one_option` with a trace, `all_options` of a case at once, with what cases can share."""
