"""The console and the REST interface: French pages rendered by the server, and the same in JSON."""
