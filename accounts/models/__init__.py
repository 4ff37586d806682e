from accounts.models.invitation import Invitation
from accounts.models.mail import SentMail
from accounts.models.notice import Notice
from accounts.models.role import NationalRole
from accounts.models.user import User

__all__ = ["Invitation", "NationalRole", "Notice", "SentMail", "User"]
