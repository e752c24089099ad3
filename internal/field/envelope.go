package field

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/seal"
)

// Payload is the payload of a record, its bytes as they came.
type Payload = jsontext.Value

// lenient is for finding where one record ends and the next begins: whether a record itself may be so is judged when it
// is read.
var lenient = []json.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// open takes an envelope apart into its records. It leaves the inside of the records alone, so that one of them cannot
// spoil the others, and passes over what it does not know, which a newer app may say.
func open(raw []byte) (envelope Push, records []jsontext.Value, err error) {
	if len(raw) > MostBytes {
		return Push{}, nil, fault.New(fault.TooLarge, "body_too_large", "This is larger than we take.").
			With("limit_bytes", MostBytes)
	}
	d := jsontext.NewDecoder(bytes.NewReader(raw), lenient...)
	if token, err := d.ReadToken(); err != nil || token.Kind() != '{' {
		return Push{}, nil, malformed(err)
	}
	seen := map[string]bool{}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return Push{}, nil, malformed(err)
		}
		member := name.String()
		if seen[member] {
			return Push{}, nil, fault.Field("/"+member, "duplicate_field", "This field comes twice.")
		}
		seen[member] = true
		if member == "records" {
			records, err = list(d)
		} else {
			err = envelope.read(d, member)
		}
		if err != nil {
			return Push{}, nil, err
		}
	}
	if _, err := d.ReadToken(); err != nil { // the closing brace
		return Push{}, nil, malformed(err)
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return Push{}, nil, malformed(err)
	}
	if err := complete(seen); err != nil {
		return Push{}, nil, err
	}
	return envelope, records, intake.CheckTexts(envelope)
}

func complete(seen map[string]bool) error {
	for _, member := range []string{"protocol", "records"} {
		if !seen[member] {
			return fault.Field("/"+member, "required", "This must be said.")
		}
	}
	return nil
}

// read reads one member of the envelope.
func (p *Push) read(d *jsontext.Decoder, member string) error {
	value, err := d.ReadValue()
	if err != nil {
		return malformed(err)
	}
	switch member {
	case "protocol":
		if string(value) != "1" {
			return fault.Field("/protocol", "unknown_protocol", "This server speaks another version.").With("speaks", Protocol)
		}
		p.Protocol = Protocol
	case "sent_at":
		err = json.Unmarshal(value, &p.SentAt)
	case "app":
		err = json.Unmarshal(value, &p.App)
	case "epoch":
		err = json.Unmarshal(value, &p.Epoch)
	case "seen":
		err = json.Unmarshal(value, &p.Seen)
	case "outbox":
		err = json.Unmarshal(value, &p.Outbox)
	case "gone":
		err = json.Unmarshal(value, &p.Gone)
	}
	if err != nil {
		return fault.Field("/"+member, "wrong_type", "This field has another type.").Because(err)
	}
	return checkGone(p.Gone)
}

func list(d *jsontext.Decoder) (records []jsontext.Value, err error) {
	if d.PeekKind() != '[' {
		return nil, fault.Field("/records", "wrong_type", "This field has another type.")
	}
	for _, err = d.ReadToken(); err == nil && d.PeekKind() != ']'; {
		var value jsontext.Value
		if value, err = d.ReadValue(); err != nil {
			return nil, malformed(err)
		}
		if len(records) == MostRecords {
			return nil, fault.New(fault.TooLarge, "too_many_records", "One push carries fewer records.").
				At("/records").With("most", MostRecords)
		}
		records = append(records, value.Clone())
	}
	if err == nil {
		_, err = d.ReadToken()
	}
	if err != nil {
		return nil, malformed(err)
	}
	return records, nil
}

func malformed(cause error) error {
	return fault.New(fault.Invalid, "malformed_json", "This is not well-formed JSON.").Because(cause)
}

// record is one record as it came, with what it was read to be.
type record struct {
	raw      jsontext.Value
	outer    Record
	entry    journal.Entry
	digest   []byte // of what was sent, which the next record names as its previous
	previous string
	unfit    *fault.Fault // why it cannot be read; nil when it can
	keep     bool         // of an unfit one: its bytes are kept
}

// read reads the records of a push, and opens those that are sealed.
func (d Door) read(phone people.Phone, values []jsontext.Value) *batch {
	b := &batch{phone: phone, records: make([]record, len(values)), results: make([]journal.Outcome, len(values))}
	for i, value := range values {
		r := readRecord(value)
		if r.unfit == nil && r.outer.Sealed != "" && !phone.Withdrawn {
			d.unseal(&r)
		}
		if r.unfit == nil && r.outer.Sealed == "" {
			r.entry = r.outer.entry(phone.Credential)
		}
		if r.unfit != nil {
			b.results[i] = refused(journal.Entry{ID: r.outer.ID}, r.unfit)
		}
		b.records[i] = r
	}
	return b
}

// readRecord reads a record's outer form. Of one that cannot be read it finds the id at least, where there is one.
func readRecord(value jsontext.Value) record {
	r := record{raw: value}
	outer, err := intake.DecodeLoosely[Record](value)
	if err == nil && string(value) == "null" {
		err = fault.New(fault.Invalid, "wrong_type", "A record is an object.")
	}
	if err == nil {
		err = outer.check()
	}
	if r.unfit = fault.Of(err); r.unfit != nil {
		r.outer.ID, r.outer.DeviceSeq, r.digest = numberOf(value)
		r.keep = r.outer.ID != ""
		return r
	}
	r.outer, r.previous = outer, outer.Previous
	sent := []byte(outer.Sealed)
	if outer.Sealed == "" {
		sent = outer.Payload
	}
	sum := sha256.Sum256(sent)
	r.digest = sum[:]
	if was, err := hex.DecodeString(outer.Was); err == nil && len(was) == sha256.Size {
		r.digest = was // the next record names it so, which was made before the server's key changed
	}
	return r
}

func (r Record) check() error {
	switch {
	case !intake.CanonicalUUID(string(r.ID)):
		return fault.Field("/id", "malformed_id", "An entry's id is a UUID in lower case.")
	case r.DeviceSeq < 1 || r.DeviceSeq > highestSeq:
		return fault.Field("/device_seq", "out_of_range", "A phone counts from 1.")
	case r.Pack != "" && !intake.CanonicalUUID(r.Pack):
		return fault.Field("/pack", "malformed_id", "A pack's id is a UUID in lower case.")
	case r.Sealed == "" && r.Kind == "":
		return fault.Field("/kind", "required", "This must be said.")
	}
	for _, named := range [][2]string{{"/previous", r.Previous}, {"/was", r.Was}} {
		if sum, err := hex.DecodeString(named[1]); err != nil || len(sum) != 0 && len(sum) != sha256.Size {
			return fault.Field(named[0], "malformed_hash", "This is no SHA-256 in hex.")
		}
	}
	return nil
}

func (r Record) entry(credential people.CredentialID) journal.Entry {
	return journal.Entry{
		ID: r.ID, Kind: r.Kind, Schema: r.Schema, OccurredAt: r.OccurredAt, Credential: string(credential),
		DeviceSeq: r.DeviceSeq, Pack: r.Pack, Payload: r.Payload,
	}
}

const otherKey = "other_key"

// unseal opens a sealed record and puts its inside in its place.
func (d Door) unseal(r *record) {
	file, err := base64.StdEncoding.DecodeString(r.outer.Sealed)
	if err != nil {
		r.spoil(err)
		return
	}
	plain, err := d.Keys.Sealing.Open(file, MostBytes)
	if errors.Is(err, seal.ErrOtherKey) {
		r.unfit = fault.New(fault.Conflict, otherKey, "It is sealed to a key that this server does not hold.").At("/sealed")
		return
	}
	if err != nil {
		r.spoil(err)
		return
	}
	inner, err := intake.DecodeLoosely[Record](plain)
	if err == nil {
		err = inner.check()
	}
	if err == nil && (inner.ID != r.outer.ID || inner.DeviceSeq != r.outer.DeviceSeq || inner.Sealed != "") {
		err = errors.New("the inside is another record")
	}
	if err != nil {
		r.spoil(err)
		return
	}
	r.outer = inner
}

// spoil says that a record cannot be opened: its bytes are kept, and a person looks.
func (r *record) spoil(cause error) {
	r.unfit = fault.New(fault.Invalid, unreadable, "This record cannot be opened; it is kept as it came.").
		At("/sealed").Because(cause)
	r.keep = true
}

const unreadable = "unreadable"

// highestSeq is the highest sequence number: the largest integer that every JSON parser reads exactly.
const highestSeq = 1<<53 - 1

// numberOf finds the id and, where it is well-formed, the sequence number with the digest of a record that cannot be
// read otherwise: the phone then knows which record is meant, and its number is no gap.
func numberOf(value jsontext.Value) (id journal.EntryID, seq int64, digest []byte) {
	var named struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(value, &named, lenient...); err != nil || !intake.CanonicalUUID(named.ID) {
		return "", 0, nil
	}
	id = journal.EntryID(named.ID)
	var numbered struct {
		DeviceSeq int64 `json:"device_seq"`
	}
	if json.Unmarshal(value, &numbered, lenient...) != nil || numbered.DeviceSeq < 1 || numbered.DeviceSeq > highestSeq {
		return id, 0, nil
	}
	var sent struct {
		Sealed  string         `json:"sealed"`
		Payload jsontext.Value `json:"payload"`
	}
	bytes := []byte(value)
	if json.Unmarshal(value, &sent, lenient...) == nil {
		if bytes = []byte(sent.Sealed); sent.Sealed == "" {
			bytes = sent.Payload
		}
	}
	sum := sha256.Sum256(bytes)
	return id, numbered.DeviceSeq, sum[:]
}
