import type { ApprovalRefusal, ApprovalStanding, DecisionAnswer } from '../../core/approval/decide-approval.ts';

/** A page and its status. */
export interface ApprovalPage {
  readonly status: number;
  readonly html: string;
}

const refusals: Readonly<Record<ApprovalRefusal, ApprovalPage>> = {
  'token-invalid': { status: 403, html: '<h1>This link is not valid</h1>' },
  'token-expired': { status: 410, html: '<h1>The time for this decision is over</h1>' },
  'not-awaited': { status: 409, html: '<h1>This decision is not awaited any more</h1>' },
};

/** What is asked, with a form to decide it, or why there is nothing to decide. */
export function standingPage(standing: ApprovalStanding, token: string): ApprovalPage {
  switch (standing.kind) {
    case 'open':
      return { status: 200, html: formOf(standing, token) };
    case 'decided':
      return madePage(standing, 'This was decided before');
    case 'refused':
      return refusals[standing.why];
  }
}

/** What came of a decision. */
export function answerPage(answer: DecisionAnswer): ApprovalPage {
  return answer.kind === 'refused'
    ? refusals[answer.why]
    : madePage(answer, answer.first ? 'Your decision is recorded' : 'This was decided before');
}

function madePage({ made }: Extract<ApprovalStanding, { kind: 'decided' }>, title: string): ApprovalPage {
  const { decision, by, at, reason } = made;
  const why = reason === undefined ? '' : `: ${escaped(reason)}`;
  const text = `${decision} by ${escaped(by)} at ${new Date(at).toISOString()}${why}`;
  return { status: 200, html: `<h1>${title}</h1><p>${text}</p>` };
}

/** Only a form that is sent decides: programs that look at mails follow links. */
function formOf({ asked }: Extract<ApprovalStanding, { kind: 'open' }>, token: string): string {
  const { saga, step, key, expiresAt } = asked;
  return [
    `<h1>${escaped(step)} of ${escaped(saga)} ${escaped(key)}</h1>`,
    `<p>To be decided before ${new Date(expiresAt).toISOString()}</p>`,
    '<form method="post">',
    `<input type="hidden" name="token" value="${escaped(token)}">`,
    '<p><label>Reason <input name="reason" maxlength="500"></label></p>',
    '<button name="decision" value="approved">Approve</button>',
    '<button name="decision" value="rejected">Reject</button>',
    '</form>',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}
