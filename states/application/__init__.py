"""The application: from the draft to the label, a refusal or an exceptional end."""
