/fprintf/s/.*/;/
