import type { Texts } from './texts.ts'

/** German. */
export const de: Texts = {
  lang: 'de',
  dir: 'ltr',

  rejectAll: 'Alle ablehnen',
  acceptAll: 'Alle akzeptieren',
  save: 'Auswahl speichern',
  saved: 'Gespeichert.',
  close: 'Schließen ohne zu speichern',
  on: 'An',
  off: 'Aus',

  ask: 'Dürfen wir mehr Daten nutzen?',
  askAlone: '{controller} möchte auf diesem Gerät Daten speichern und lesen.',
  askWith: '{controller} und {partners} möchten auf diesem Gerät Daten speichern und lesen.',
  partners: { one: '{n} Partner', other: '{n} Partner' },
  free: 'Der Shop funktioniert so oder so gleich. Das ist jederzeit änderbar.',
  uses: { one: '{n} Zweck: {list}.', other: '{n} Zwecke: {list}.' },
  choose: 'Auswählen',
  more: 'Wer, was und wie lange',

  choices: 'Ihre Datenschutz-Auswahl',
  optOutChoices: 'Ihre Datenschutz-Auswahl',
  choicesLead: 'Aus heißt: Es passiert nicht. {controller} funktioniert so oder so gleich.',
  optOutLead: 'Sie können jeden dieser Zwecke ausschalten. {controller} funktioniert so oder so gleich.',
  signal: 'Das Widerspruchs-Signal Ihres Browsers wird beachtet.',
  optedOut: 'Sie haben widersprochen.',
  by: 'Von',
  countries: 'Daten gehen nach',
  kept: 'Aufbewahrt',
  since: 'Seit',
  keptUnknown: 'nicht angegeben',
  session: 'bis der Browser geschlossen wird',
  keys: { one: '{n} Eintrag auf diesem Gerät', other: '{n} Einträge auf diesem Gerät' },
  vendorPrivacy: 'Datenschutz bei {name}',
  transfers: {
    adequacy: 'von der EU als sicher anerkannt',
    DPF: 'EU-US-Datenschutzrahmen',
    SCC: 'EU-Standardvertrag',
    'DPF or SCC': 'EU-US-Datenschutzrahmen oder EU-Standardvertrag',
  },

  onUse: 'Gefragt, wenn Sie es nutzen',
  onUseLead: 'Das bleibt aus, bis Sie es wünschen.',
  allowed: 'Sie haben das erlaubt.',
  notAllowed: 'Aus.',
  switchOff: 'Ausschalten',
  askMe: 'Jetzt fragen',

  always: 'Immer an',
  alwaysText: 'Warenkorb, Anmeldung und diese Auswahl. Ohne sie geht der Shop nicht.',

  history: 'Ihr Verlauf',
  historyEmpty: 'Noch nichts entschieden.',
  download: 'Belege herunterladen',
  yesTo: 'Ja zu {list}',
  noTo: 'Nein zu {list}',
  via: {
    banner: 'erste Frage',
    preferences: 'dieses Fenster',
    placeholder: 'auf der Seite',
    card: 'auf einer Karte',
    api: 'durch den Shop',
    signal: 'Browser-Signal',
    imported: 'übernommen',
  },
  states: {
    pending: 'Beleg unterwegs',
    kept: 'Beleg gespeichert',
    refused: 'Beleg nicht angenommen',
    local: 'nur auf diesem Gerät',
  },

  rights: 'Ihre Daten',
  rightsText: 'Sie können {controller} um eine Kopie Ihrer Daten bitten oder um ihre Löschung.',
  copy: 'Um Kopie bitten',
  erase: 'Um Löschung bitten',
  privacy: 'Datenschutz-Seite',

  allow: 'Erlauben',
  notNow: 'Jetzt nicht',
  keepOn: 'An lassen',
  cardText: 'Sie können das jederzeit ausschalten.',

  chat: {
    launcher: 'Chat',
    title: 'Mit uns chatten',
    ai: 'Sie chatten mit einem KI-Assistenten.',
    maybeAi: 'Sie chatten vielleicht mit einem KI-Assistenten.',
    person: 'Sie chatten mit einem Menschen.',
    run: 'Betrieben von {name} ({countries})',
    keptFor: 'Nachrichten aufbewahrt: {time}',
    training: 'Wird zum Trainieren von KI genutzt',
    noTraining: 'Nicht zum Trainieren von KI genutzt',
    maybeTraining: 'Wird vielleicht zum Trainieren von KI genutzt',
    warning: 'Bitte keine Kartennummern und nichts über Ihre Gesundheit schreiben.',
    start: 'Chat starten',
    email: 'Lieber eine E-Mail schreiben',
    end: 'Chat beenden und hier löschen',
    endTitle: 'Diesen Chat beenden?',
    endText: 'Der Chat wird geschlossen. Was er auf diesem Gerät abgelegt hat, wird gelöscht.',
    keep: 'Weiter chatten',
  },

  hosted:
    'Der Inhalt liegt bei {name} ({company}, {countries}). Beim Laden kann {name} auf diesem Gerät Daten lesen und speichern.',
  hostedUnknown:
    'Der Inhalt liegt bei {name}. Beim Laden kann {name} auf diesem Gerät Daten lesen und speichern.',
  tiles: {
    video: {
      once: 'Dieses Video abspielen',
      always: '{names} immer abspielen',
      elsewhere: 'Auf {host} ansehen',
    },
    maps: { once: 'Diese Karte zeigen', always: '{names} immer zeigen', elsewhere: 'Auf {host} öffnen' },
    other: { once: 'Einmal zeigen', always: '{names} immer zeigen', elsewhere: 'Auf {host} öffnen' },
  },

  purposes: {
    analytics: {
      title: 'Besuche zählen',
      text: 'Wir zählen Besuche und sehen, welche Seiten genutzt werden.',
    },
    marketing: {
      title: 'Werbung anderswo zeigen',
      text: 'Werbenetze erfahren, was Sie hier ansehen. Damit zeigen sie Ihnen unsere Werbung.',
    },
    personalisation: {
      title: 'Produkte für Sie aussuchen',
      text: 'Was Sie hier ansehen, bestimmt, was Sie zuerst sehen.',
    },
    reviews: { title: 'Bewertungen zeigen', text: 'Ein Partner zeigt Bewertungen und Fotos anderer Kunden.' },
    video: { title: 'Videos abspielen', text: 'Videos kommen von einem Partner, wenn Sie sie abspielen.' },
    maps: { title: 'Karten zeigen', text: 'Karten kommen von einem Partner, wenn Sie sie öffnen.' },
    chat: {
      title: 'Mit uns chatten',
      text: 'Ein Partner betreibt unseren Chat. Er lädt, wenn Sie ihn starten.',
    },
    'chat-marketing': {
      title: 'Meinen Chat für Angebote nutzen',
      text: 'Was Sie schreiben, hilft, Angebote für Sie auszusuchen.',
    },
    'chat-training': {
      title: 'Meinen Chat zum Trainieren von KI nutzen',
      text: 'Was Sie schreiben, hilft, den Assistenten zu verbessern.',
    },
  },
}
