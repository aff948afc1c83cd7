"""What those who watch do beside the procedure: it moves nothing, but leaves its own chained events."""
