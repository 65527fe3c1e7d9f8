"""What people do with forms: participants fill them in, advisers make them."""

from intake.actions.filling import Origin, Saved, hand_in, save_draft

__all__ = ["Origin", "Saved", "hand_in", "save_draft"]
