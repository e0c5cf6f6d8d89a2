"""What planners have on their desks: tables of actions (group SOP), members' files, details of WeCom groups."""
