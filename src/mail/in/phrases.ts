// The phrases by which email clients mark what somebody did not write: the line above a quotation, the header of the email that is answered,
// signatures of phones, closings and disclaimers. Every expression is linear: it has no nested repetition, and is used on short texts only.

/** What stands between date and name, or after both, above a quotation. */
const wroteVerbs = [
  'wrote', 'writes', 'schrieb', 'a écrit', 'écrit', 'escribió', 'ha scritto', 'scrisse', 'escreveu', 'schreef', 'geschreven', 'skrev',
  'kirjoitti', 'napisał', 'napisała', 'napisał\\(a\\)', 'pisze', 'napsal', 'napsala', 'napsal\\(a\\)', 'napísal', 'írta', 'a scris',
  'написал', 'написала', 'написал\\(а\\)', 'пишет', 'пише', 'написав', 'yazdı', 'şunu yazdı', 'έγραψε', 'viết', 'đã viết', 'menulis',
  'sinulat', 'nagsulat', 'ha escrit', 'idatzi du', 'kirjutas', 'rakstīja', 'parašė', 'je napisao', 'је написао', 'kishte shkruar',
  'shkroi', 'qoray', 'wuxuu qoray', '写道', '寫道', 'のメッセージ', 'さんは書きました', '작성', '님이 작성', 'كتب', 'כתב', 'כתבה', 'नें लिखा', 'ने लिखा',
]; // prettier-ignore
const endsInWrote = new RegExp(`(?:^|[\\s,>)\\]"”»]|\\d)(?:${wroteVerbs.join('|')})\\s*[:：]?$`, 'iu');
/** German and the Nordic languages put the verb before the name. */
const wroteInside = /\s(?:schrieb|schreef|skrev|geschrieben|escribió|a écrit)\s[^:]{1,200}[:：]$/iu;
const hasDate = /\d{1,2}[.:/\-\s年]|\b(?:19|20)\d\d\b|[\w.+-]+@[\w-]+\.[\w.-]+/u;

/** Whether a text, one to four lines joined, introduces a quotation: `On Tue, Dec 1, 2026 at 9:12 AM Ada Park <ada@…> wrote:`. */
export function isAttribution(text: string): boolean {
  if (text.length > 400 || text.length < 8 || !hasDate.test(text)) return false;
  if (/^[^<>]{8,200}<[^<>\s]+@[^<>\s]+>\s?[:：]$/u.test(text)) return true;
  return (endsInWrote.test(text) && /[:：]$|写道|寫道|작성/u.test(text)) || wroteInside.test(text);
}

const field = (names: string): RegExp => new RegExp(`^(?:${names})\\s?[:：]\\s?\\S`, 'iu');
/** The first line of the header of the email that is answered, in the languages of Outlook, Apple Mail and Notes. */
const fromField = field(
  'From|Von|De|Da|Van|Fra|Från|Od|От|Від|发件人|寄件者|差出人|보낸 사람|Lähettäjä|Feladó|Kimden|Expéditeur|Remitente|Mittente|Från|De la|Từ|Mula kay|Nga|Από|من|מאת',
);
const otherField = field(
  'Sent|Date|Gesendet|Datum|Envoyé|Envoyé le|Enviado|Enviado el|Fecha|Data|Inviato|Verzonden|Sendt|Skickat|Wysłano|Odesláno|Дата|Отправлено|日期|发送时间|寄件日期|送信日時|보낸 날짜|Lähetetty|Elküldve|Gönderildi|Trimis|Ngày|Ημερομηνία|To|An|À|Para|A|Aan|Til|Till|Do|Komu|Кому|收件人|宛先|받는 사람|Vastaanottaja|Címzett|Kime|Destinataire|Către|Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Emne|Ämne|Temat|Předmět|Тема|主题|主旨|件名|제목|Aihe|Tárgy|Konu|Subiect|Chủ đề|Θέμα|Cc|Kopie|Copie|CC',
);

/** Whether the lines from here on are the header of an email: a sender and at least two other fields within the next lines. */
export function isHeaderBlock(lines: readonly string[]): boolean {
  const [first = '', ...rest] = lines.slice(0, 7).map((line) => line.slice(0, 300));
  if (!fromField.test(first)) return false;
  return rest.filter((line) => otherField.test(line)).length >= 2;
}

const original =
  "Original (?:Message|Appointment)|Ursprüngliche Nachricht|Originalnachricht|Message d['’]origine|Message original|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht|Oprindelig (?:besked|meddelelse)|Originalmeddelande|Opprinnelig melding|Alkuperäinen viesti|Wiadomość oryginalna|Исходное сообщение|原始邮件|原始郵件|元のメッセージ|원본 메시지|Původní zpráva|Eredeti üzenet|Orijinal Mesaj|Reply message|Antwort";
const originalLine = new RegExp(`^[-_*\\s]{1,40}(?:${original})[-_*\\s]{1,40}$`, 'iu');
/** Whether a line separates the answer from the original email. */
export function isOriginalLine(line: string): boolean {
  return line.length <= 120 && originalLine.test(line);
}

const forwarded =
  'Forwarded message|Begin forwarded message|Forwarded by .{1,80}|Weitergeleitete Nachricht|Anfang der weitergeleiteten Nachricht|Message transféré|Début du message (?:réexpédié|transféré)|Mensaje reenviado|Inicio del mensaje reenviado|Mensagem encaminhada|Messaggio inoltrato|Inizio messaggio inoltrato|Doorgestuurd bericht|Begin doorgestuurd bericht|Videresendt (?:besked|melding)|Vidarebefordrat (?:mail|meddelande)|Wiadomość przekazana dalej|Пересланное сообщение|Перенаправленное сообщение|转发的邮件|轉寄郵件|転送されたメッセージ|전달된 메시지|Välitetty viesti';
const forwardedLine = new RegExp(`^[-_*\\s]{0,40}(?:${forwarded})\\s?:?[-_*\\s]{0,40}$`, 'iu');
/** Whether a line begins a forwarded email. */
export function isForwardedLine(line: string): boolean {
  return line.length <= 160 && forwardedLine.test(line);
}

/** Whether a subject is that of a forwarded email. */
export function isForwardedSubject(subject: string): boolean {
  return /^\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb|pd|ilt|fs|пересл|转发|轉寄)\s*:/iu.test(subject);
}

/** What phones and webmail add below an email. */
const footer =
  /^(?:(?:sent|get|download) (?:from|via|with|using) (?:my )?[^.!?]{2,60}|get outlook for (?:ios|android|mac)[^.!?]{0,120}|sent from (?:yahoo|mail|outlook|gmail|proton)[^!?]{0,80}|von meinem .{2,40} gesendet|gesendet (?:mit|von|über|aus) .{2,60}|diese nachricht wurde von .{2,60} gesendet|envoyé (?:de|depuis|à partir d[e'’]) ?.{2,60}|télécharg(?:er|ez) outlook .{2,40}|obtenir outlook pour .{2,40}|enviad[oa] (?:desde|do|a partir|con) .{2,60}|obtener outlook para .{2,40}|obter o outlook para .{2,40}|inviat[oa] (?:da|dal) .{2,60}|scarica outlook per .{2,40}|ver(?:zonden|stuurd) (?:vanaf|met|via) .{2,60}|outlook voor .{2,40}|sendt fra .{2,60}|skickat från .{2,60}|hent outlook til .{2,40}|lähetetty .{2,60}|wysłan[eo] z .{2,60}|отправлено (?:с|из) .{2,60}|发自我的.{1,40}|iphoneから送信|나의 .{2,40}에서 보냄|.{2,40} ile gönderildi|virus-free\.? ?(?:www\.avast\.com|www\.avg\.com)?|this email has been checked for viruses by .{2,60}|diese e-mail wurde von .{2,40} auf viren geprüft.{0,60}|l[’']absence de virus dans ce courrier.{0,120})[.!]?$/iu;
/** Whether a line is the footer of a phone, a webmail or a virus scanner. */
export function isFooter(line: string): boolean {
  return line.length <= 200 && footer.test(line);
}

const closing =
  /^(?:(?:many |warm |with )?thanks(?: again| so much| a lot| very much| in advance)?|thank you(?: (?:so|very) much| again| in advance| for your (?:help|time))?|thx|ty|best(?: wishes)?|all the best|(?:with )?(?:kind|best|warm|warmest|kindest)?(?: personal)? ?regards|respectfully(?: yours)?|sincerely(?: yours)?|yours (?:truly|sincerely|faithfully)|cheers|take care|have a (?:great|good|nice|blessed) (?:day|week|weekend|one)|mit (?:freundlichen|besten|herzlichen|lieben) grüßen|mit (?:freundlichem|bestem) gruß|(?:viele|liebe|beste|herzliche|schöne) grüße|viele gruesse|mfg|lg|vg|gruß|danke(?: (?:und|im voraus).{0,30})?|vielen dank|(?:bien )?cordialement|bien à vous|sincères salutations|merci(?: d[’']avance| beaucoup)?|bonne journée|saludos(?: cordiales)?|un saludo|cordialmente|atentamente|gracias(?: de antemano)?|muchas gracias|cordiali saluti|distinti saluti|saluti|grazie(?: mille)?|atenciosamente|obrigad[oa]|abraços|met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|groet(?:en|jes)?|bedankt|(?:med )?vennlig hilsen|mvh|med vänliga hälsningar|venlig hilsen|hilsen|tack|takk|tak|terveisin|ystävällisin terveisin|z poważaniem|pozdrawiam|с уважением|спасибо|s pozdravem|üdvözlettel|saygılarımla|trân trọng|maraming salamat|mahadsanid)[\s,.!…–-]{0,4}$/iu;
/** Whether a line closes an email, as `Best regards,` does. */
export function isClosing(line: string): boolean {
  return line.length <= 60 && closing.test(line);
}

const disclaimer =
  /^[*_\s]{0,4}(?:confidential(?:ity)?(?: (?:notice|note|statement))?\b|(?:legal )?disclaimer\b|privacy notice\b|ferpa (?:notice|statement)\b|notice of confidentiality|(?:important )?notice\s?:|(?:this|the (?:information|contents?|documents?)(?: contained)? (?:in|of|accompanying) this) (?:e-?mail|message|electronic (?:mail|message)|communication|transmission)\b.{0,200}(?:confidential|intended|privileged|public record|open records|disclosure|subject to)|(?:please )?(?:consider|think of) the environment\b|please consider the environment\b|unless otherwise indicated.{0,80}confidential|all e-?mail (?:sent|correspondence) to (?:and|or) from .{0,120}(?:public|records|retention)|under .{0,40}(?:public records|sunshine|open records) (?:law|act)|e-?mail (?:addresses|correspondence) .{0,60}public record|diese e-?mail.{0,80}(?:vertraulich|bestimmt)|der inhalt dieser e-?mail ist vertraulich|ce (?:message|courriel|mail).{0,120}(?:confidentiel|destiné)|avis de confidentialité|este (?:correo|mensaje|e-?mail).{0,120}(?:confidencial|dirigid)|aviso (?:de confidencialidad|legal)|questa? (?:e-?mail|messaggio|comunicazione).{0,120}(?:riservat|destinat)|de informatie in (?:dit|deze) (?:bericht|e-?mail).{0,80}|dit bericht .{0,80}(?:vertrouwelijk|bestemd)|esta mensagem.{0,120}(?:confidencia|destin))/iu;
/** Whether a paragraph is a disclaimer. @param paragraph its first 400 characters are looked at */
export function isDisclaimer(paragraph: string): boolean {
  return disclaimer.test(paragraph.slice(0, 400));
}

const warning =
  /^[*_[\s!⚠️]{0,8}(?:caution|warning|external(?: e-?mail| sender| message)?|\[external\]|notice|attention|achtung|vorsicht|avertissement|precaución)\b.{0,40}?(?:[:\]!-]|email|e-mail|this|diese).{0,200}?(?:outside|external|extern|originated|sender|links?|attachments?|anhänge)/iu;
/** Whether a paragraph is the warning that a mail gateway puts above an email from outside. */
export function isGatewayWarning(paragraph: string): boolean {
  const short = paragraph.slice(0, 400);
  return warning.test(short) || /^\s*you don['’]t often get email from\b/iu.test(short);
}

/** Whether a short text says that the answers are inside of the quotation below it. */
export function pointsBelow(text: string): boolean {
  return (
    text.length < 400 &&
    /\b(?:in-?line|(?:answers?|comments?|replies|responses?|notes?) (?:are )?(?:in|below|within)|(?:see|answered|replied|commented) below|in (?:red|blue|green)\b|(?:siehe|antworten|kommentare) (?:unten|im text)|en rouge|ci-dessous|más abajo|en rojo|vedi sotto|in rosso|zie hieronder)/iu.test(
      text,
    )
  );
}
