"""The usual words for columns and values, in English, German, French and Spanish."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from store.importing.csv.kinds import FIELDS, WEEK, Kind
from store.search import normalise


def plain(text: str) -> str:
    """A heading without case, accents, signs and spaces, so that spellings of it meet."""
    return re.sub(r"[\W_]+", "", normalise(text))


def _table(text: str) -> Mapping[str, tuple[str, ...]]:
    lines = (line.partition(":") for line in text.strip().splitlines())
    return MappingProxyType(
        {
            name.strip(): tuple(plain(one) for one in (name, *words.split(",")))
            for name, _, words in lines
        }
    )


COLUMNS = _table("""
id: identifier, key, external id, uid, code, kennung, schlüssel, identifiant, clé, identificador, clave
name: full name, display name, bezeichnung, nom complet, nombre completo, vollständiger name, denomination
record_number: record no, record, mrn, chart number, chart no, file number, medical record number, patient number, patient no, client number, client no, patientennummer, patienten nr, kundennummer, kunden nr, aktennummer, karteinummer, numéro de dossier, n° dossier, dossier, numéro patient, historia clínica, número de historia, nhc, número de expediente, expediente
given_name: first name, firstname, forename, given, vorname, prénom, nombre, nombre de pila
family_name: last name, lastname, surname, family, nachname, familienname, zuname, nom, nom de famille, apellido, apellidos
preferred_name: nickname, known as, preferred, rufname, spitzname, surnom, prénom usuel, apodo, nombre preferido
title: prefix, salutation, titel, anrede, titre, civilité, título, tratamiento
birth_date: date of birth, birthdate, birthday, dob, born, geburtsdatum, geburtstag, geb, geb datum, geboren, geboren am, date de naissance, né le, née le, naissance, fecha de nacimiento, nacimiento
phone: phone number, telephone, tel, mobile, mobile phone, cell, cell phone, telefon, telefonnummer, handy, handynummer, mobil, mobiltelefon, rufnummer, téléphone, portable, mobile phone number, teléfono, móvil, celular
email: e-mail, mail, e-mail address, email address, e-mail-adresse, courriel, adresse e-mail, correo, correo electrónico
alerts: alert, allergies, allergy, warning, warnings, medical alert, hinweis, hinweise, allergie, allergien, warnung, alerte, alertes, allergies connues, alerta, alertas, alergia, alergias
zone: time zone, timezone, tz, zeitzone, fuseau horaire, zona horaria
location: branch, clinic, site, office, practice, standort, filiale, praxis, niederlassung, lieu, site clinique, cabinet, centre, sede, centro, clínica, sucursal
room: treatment room, raum, zimmer, behandlungsraum, kabine, salle, cabine, sala, gabinete, box
services: service list, treatments, procedures, leistungen, behandlungen, prestations, soins, servicios, tratamientos
service: procedure, leistung, prestation, soin, acte, servicio, procedimiento
category: type, group, kategorie, gruppe, art, catégorie, groupe, categoría, grupo, tipo
minutes: duration, length, duration minutes, duration min, time needed, dauer, dauer min, dauer in minuten, minuten, durée, durée min, durée en minutes, duración, duración min, minutos
buffer_minutes: buffer, clean-up, cleanup, cleaning, turnaround, puffer, nachbereitung, reinigung, battement, nettoyage, tampon, limpieza, margen
price: fee, cost, rate, preis, kosten, gebühr, betrag, prix, tarif, coût, precio, tarifa, coste
deposit: down payment, prepayment, anzahlung, kaution, acompte, arrhes, depósito, anticipo, señal
currency: währung, devise, monnaie, moneda, divisa
needs_room: room needed, requires room, raum nötig, braucht raum, salle requise, requiere sala, necesita sala
patient: client, customer, patient id, patient name, client id, client name, patient record number, kunde, kundin, patientin, patient in, kundennummer patient, cliente, paciente
plan: plan id, treatment plan, course, behandlungsplan, kur, plan de traitement, plan de tratamiento
treatment: therapy, package, programme, program, behandlung, therapie, paket, traitement, forfait, tratamiento, paquete, bono
goal: aim, objective, ziel, behandlungsziel, objectif, but, objetivo, meta
sessions: number of sessions, session count, total, total sessions, anzahl sitzungen, sitzungen, nombre de séances, séances, número de sesiones, sesiones
spacing_min: minimum spacing, min days, min interval, mindestabstand, abstand min, intervalle min, intervalle minimum, intervalo mínimo
spacing_ideal: spacing, interval, ideal spacing, days between, abstand, abstand ideal, intervall, intervalle, espacement, intervalo, espaciado
spacing_max: maximum spacing, max days, max interval, höchstabstand, abstand max, intervalle max, intervalle maximum, intervalo máximo
payment_option: payment type, payment plan, zahlungsart plan, zahlungsweise, mode de règlement, opción de pago, modalidad de pago
state: plan state, plan status, zustand, état, estado del plan
starts_on: start date, begin, begins, from date, beginn, startdatum, beginnt am, date de début, début le, fecha de inicio, inicio
session: session id, treatment session, sitzung, sitzungs id, séance, sesión
position: number, no, n, session number, session no, nummer, nr, sitzung nr, numéro, rang, número, orden
target_date: due, due date, target, fällig, fällig am, zieldatum, date cible, échéance, prévu le, fecha prevista, vencimiento
units: unit, quantity, qty, amount of units, menge, anzahl, einheiten, quantité, unités, cantidad, unidades
unit_price: price per unit, unit cost, einzelpreis, stückpreis, prix unitaire, precio unitario
performed_at: performed, performed on, done at, done on, durchgeführt am, durchgeführt, réalisé le, effectué le, realizado el, realizado
performed_by: done by, practitioner, durchgeführt von, réalisé par, effectué par, realizado por
note: notes, comment, remarks, documentation, notiz, notizen, bemerkung, dokumentation, remarque, commentaire, nota, notas, observaciones, comentario
items: item, item ids, item id, positionen, posten, lignes, actes, líneas, partidas
provider: practitioner, therapist, doctor, staff, staff member, employee, clinician, behandler, behandlerin, arzt, ärztin, therapeut, therapeutin, mitarbeiter, praticien, praticienne, médecin, soignant, profesional, médico, doctora, terapeuta
date: day, appointment date, datum, tag, termin datum, jour, date du rendez-vous, fecha, día, fecha de la cita, payment date, paid on, zahlungsdatum, bezahlt am, date de paiement, payé le, fecha de pago
start: start time, starts at, from, begin time, time, appointment time, uhrzeit, von, beginn, startzeit, zeit, heure, heure de début, de, début, hora, hora de inicio, desde, inicio, termin, appointment, rendez-vous, cita
end: end time, ends at, until, to, bis, ende, endzeit, heure de fin, à, fin, hasta, hora de fin
status: booking status, appointment status, terminstatus, statut, estado, estado de la cita
reason: cancel reason, cancellation reason, absagegrund, grund, motif, motif d'annulation, motivo, motivo de cancelación
booking: booking id, appointment id, termin id, buchung, réservation, reserva
amount: paid, sum, payment, betrag, summe, bezahlt, zahlung, montant, somme, payé, importe, monto, pagado, cantidad pagada
method: payment method, paid by, paid with, zahlungsart, zahlungsmittel, bezahlt mit, mode de paiement, moyen de paiement, método de pago, forma de pago
taken_by: received by, cashier, kassiert von, kasse, encaissé par, reçu par, cobrado por, cajero
monday: mon, montag, mo, lundi, lun, lunes
tuesday: tue, tues, dienstag, di, mardi, mar, martes
wednesday: wed, mittwoch, mi, mercredi, mer, miércoles, mié
thursday: thu, thur, thurs, donnerstag, do, jeudi, jeu, jueves, jue
friday: fri, freitag, fr, vendredi, ven, viernes, vie
saturday: sat, samstag, sonnabend, sa, samedi, sam, sábado, sáb
sunday: sun, sonntag, so, dimanche, dim, domingo, dom
""")
"""By field: what its column is usually called; the first is the field's own name."""

OWN: Mapping[Kind, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.LOCATIONS: _table(
            "id: location id, standort id, clinic id\n"
            "name: location, branch, clinic, site, standort, filiale, praxis, lieu, cabinet, nom,"
            " sede, centro, clínica, nombre"
        ),
        Kind.SERVICES: _table(
            "id: service id, leistung id, leistungs id\n"
            "name: service, procedure, leistung, behandlung, treatment, prestation, soin, nom,"
            " servicio, tratamiento, nombre"
        ),
        Kind.ROOMS: _table(
            "id: room id, raum id\nname: room, raum, zimmer, kabine, salle, cabine, nom, sala, nombre"
        ),
        Kind.PROVIDERS: _table(
            "id: provider id, staff id, behandler id\n"
            "name: provider, practitioner, therapist, doctor, staff, behandler, behandlerin, arzt,"
            " mitarbeiter, praticien, médecin, profesional, médico"
        ),
        Kind.PATIENTS: _table(
            "id: patient id, client id, customer id, patienten id, kunden id, id patient, id cliente\n"
            "name: patient, client, customer, patient name, client name, kunde, paciente, cliente"
        ),
        Kind.PLANS: _table("id: plan id, course id, behandlungsplan id"),
        Kind.SESSIONS: _table("id: session id, sitzungs id, sitzung id"),
        Kind.ITEMS: _table("id: item id, posten id"),
        Kind.BOOKINGS: _table(
            "id: booking id, appointment id, termin id, buchungs id\n"
            "services: service, treatment, procedure, leistung, behandlung, prestation, soin,"
            " servicio, tratamiento\nstart: start date, startdatum, date de début, fecha de inicio"
        ),
        Kind.PAYMENTS: _table("id: payment id, receipt, receipt number, zahlungs id, belegnummer"),
    }
)
"""What a heading means in the sheets of one kind; goes before the table above."""

FILES = _table("""
locations: location, branches, standorte, filialen, lieux, cabinets, sedes, centros
services: service, leistungen, behandlungen, prestations, soins, servicios, tratamientos, price list, preisliste
rooms: room, räume, zimmer, salles, cabines, salas
providers: provider, practitioners, staff, team, therapists, behandler, mitarbeiter, ärzte, praticiens, équipe, profesionales, equipo
patients: patient, clients, client, customers, patienten, kunden, clientes, pacientes
plans: plan, treatment plans, courses, behandlungspläne, plans de traitement, planes
sessions: session, treatment sessions, sitzungen, séances, sesiones
items: item, positionen, posten, lignes, líneas
bookings: booking, appointments, appointment, termine, buchungen, rendezvous, rdv, réservations, citas, reservas, agenda, calendar, kalender
payments: payment, receipts, zahlungen, paiements, pagos, cobros
""")

VALUES = _table("""
laser: lasers, láser
injectable: injectables, injection, injections, injektion, injektionen, unterspritzung, inyectable, inyectables
facial: facials, face, gesicht, gesichtsbehandlung, visage, soin du visage, rostro
body-contouring: body, körper, körperformung, corps, remodelage, corporal
skin-rejuvenation: skin, haut, hautverjüngung, peau, rajeunissement, piel, rejuvenecimiento
hair: haare, haar, cheveux, pelo, cabello
wellness: wellbeing, bien-être, bienestar
consultation: consult, beratung, consulta
other: misc, sonstiges, andere, autre, autres, otro, otros
pay-as-you-go: single, per session, einzeln, einzelzahlung, à la séance, por sesión
prepaid-package: package, prepaid, paket, vorausbezahlt, forfait, prépayé, paquete, bono, prepago
draft: entwurf, brouillon, borrador
prescribed: verordnet, prescrit, prescrito
active: aktiv, laufend, actif, en cours, activo, running
finished: done, closed, beendet, abgeschlossen, terminé, fini, terminado, finalizado
cancelled: canceled, storniert, abgesagt, annulé, annulée, cancelado, cancelada, anulado
new: booked, scheduled, planned, pending, neu, geplant, gebucht, offen, nouveau, prévu, planifié, nuevo, programado, pendiente
confirmed: confirm, bestätigt, confirmé, confirmée, confirmado, confirmada
checked-in: arrived, eingecheckt, angekommen, anwesend, arrivé, arrivée, llegado, en sala
in-procedure: in progress, started, in behandlung, laufend, en soin, en curso
checked-out: completed, complete, done, finished, attended, erledigt, abgeschlossen, durchgeführt, erschienen, terminé, effectué, réalisé, honoré, realizado, realizada, completado, atendido, asistió
no-show: noshow, missed, did not attend, dna, nicht erschienen, no show, absent, absente, non venu, lapin, no asistió, no presentado, ausente
card: credit card, debit card, karte, ec, ec-karte, kreditkarte, carte, cb, carte bancaire, tarjeta
cash: bar, bargeld, espèces, liquide, efectivo, metálico
transfer: bank transfer, wire, überweisung, virement, transferencia
package-credit: package, credit, guthaben, paket, avoir, crédit, saldo, bono
""")
"""By stored value: what people write for it."""

YES = frozenset(
    map(
        plain,
        (
            "yes",
            "y",
            "true",
            "1",
            "x",
            "ja",
            "j",
            "wahr",
            "oui",
            "o",
            "vrai",
            "sí",
            "si",
            "s",
            "verdadero",
            "on",
        ),
    )
)
NO = frozenset(
    map(plain, ("no", "n", "false", "0", "nein", "f", "falsch", "non", "faux", "falso", "off"))
)
CLOSED = frozenset(
    map(plain, ("closed", "off", "geschlossen", "zu", "frei", "fermé", "cerrado", "libre", "none"))
)


def fields_called(kind: Kind, heading: str) -> tuple[str, ...]:
    """The fields of a kind that a heading may mean, the likelier first."""
    wanted = plain(heading)
    own = [name for name, words in OWN[kind].items() if wanted in words]
    usual = [f.name for f in FIELDS[kind] if wanted in COLUMNS.get(f.name, (plain(f.name),))]
    exact = [f.name for f in FIELDS[kind] if plain(f.name) == wanted]
    return tuple(dict.fromkeys((*exact, *own, *usual)))


def kinds_called(file_name: str) -> tuple[Kind, ...]:
    """The kinds that a file's name speaks of."""
    parts = {plain(part) for part in re.split(r"[\W\d_]+", normalise(file_name)) if part}
    whole = plain(re.sub(r"[\d_]+", "", file_name.rpartition("/")[2].partition(".")[0]))
    return tuple(
        Kind.of(name) for name, words in FILES.items() if parts & set(words) or whole in words
    )


def value_called(text: str, values: Iterable[str]) -> str | None:
    """The one of these stored values that a cell means; None when it means none."""
    wanted = plain(text)
    ours = list(values)
    exact = next((value for value in ours if plain(value) == wanted), None)
    return exact or next((value for value in ours if wanted in VALUES.get(value, ())), None)


assert set(WEEK) <= set(COLUMNS)
