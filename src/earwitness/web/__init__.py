"""The desk: a local web application. A door, as the command line is: rules stand behind it, in the stages."""
