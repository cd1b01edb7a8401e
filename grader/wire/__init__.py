"""What both sides of the boundary share: frames, messages, and the codec that turns values into data and back."""
