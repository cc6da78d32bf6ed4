import type { MailMessage } from '../../platform/mail.ts'

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** The e-mail with the link to join a workspace. */
export function writeInvitation(invitation: { to: string; workspaceName: string; inviterName: string; role: string; link: string; validDays: number }): MailMessage {
  const { to, workspaceName, inviterName, role, link, validDays } = invitation
  const intro = `${inviterName} invites you to ${workspaceName} on Rapport as ${role}.`
  const outro = `The link is valid for ${validDays} days and for you alone. If you did not expect it, ignore this message.`
  return {
    to,
    subject: `${inviterName} invites you to ${workspaceName}`.replaceAll(/[\r\n]+/g, ' '),
    text: `${intro}\n\nJoin here:\n${link}\n\n${outro}\n`,
    html: `<!doctype html>
<html lang="en"><body style="margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a">
<p>${escapeHtml(intro)}</p>
<p><a href="${escapeHtml(link)}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#1a1a1a;color:#ffffff;text-decoration:none">Join ${escapeHtml(workspaceName)}</a></p>
<p style="word-break:break-all">${escapeHtml(link)}</p>
<p style="color:#595959">${escapeHtml(outro)}</p>
</body></html>`,
  }
}
