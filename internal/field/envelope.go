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

// Payload is a record's payload, its bytes unchanged.
type Payload = jsontext.Value

// boundaryOptions are the options for finding the boundaries of records; each record is validated when it is decoded.
var boundaryOptions = []json.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// splitEnvelope splits an envelope into its records. It does not decode the records, so that an invalid one cannot
// affect the others, and ignores unknown members, which a newer app may send.
func splitEnvelope(raw []byte) (envelope Push, records []jsontext.Value, err error) {
	if len(raw) > MostBytes {
		return Push{}, nil, fault.New(fault.TooLarge, "body_too_large", "The request body exceeds the limit.").
			With("limit_bytes", MostBytes)
	}
	d := jsontext.NewDecoder(bytes.NewReader(raw), boundaryOptions...)
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
			return Push{}, nil, fault.Field("/"+member, "duplicate_field", "This field occurs twice.")
		}
		seen[member] = true
		if member == "records" {
			records, err = decodeRecords(d)
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
	if err := requireMembers(seen); err != nil {
		return Push{}, nil, err
	}
	return envelope, records, intake.CheckTexts(envelope)
}

func requireMembers(seen map[string]bool) error {
	for _, member := range []string{"protocol", "records"} {
		if !seen[member] {
			return fault.Field("/"+member, "required", "This field is required.")
		}
	}
	return nil
}

// read decodes one member of the envelope.
func (p *Push) read(d *jsontext.Decoder, member string) error {
	value, err := d.ReadValue()
	if err != nil {
		return malformed(err)
	}
	switch member {
	case "protocol":
		if string(value) != "1" {
			return fault.Field("/protocol", "unknown_protocol", "This server uses another protocol version.").
				With("speaks", Protocol)
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
		return fault.Field("/"+member, "wrong_type", "This field has the wrong type.").Because(err)
	}
	return checkGone(p.Gone)
}

func decodeRecords(d *jsontext.Decoder) (records []jsontext.Value, err error) {
	if d.PeekKind() != '[' {
		return nil, fault.Field("/records", "wrong_type", "This field has the wrong type.")
	}
	for _, err = d.ReadToken(); err == nil && d.PeekKind() != ']'; {
		var value jsontext.Value
		if value, err = d.ReadValue(); err != nil {
			return nil, malformed(err)
		}
		if len(records) == MostRecords {
			return nil, fault.New(fault.TooLarge, "too_many_records", "The push has too many records.").
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
	return fault.New(fault.Invalid, "malformed_json", "The body is not well-formed JSON.").Because(cause)
}

// record is one received record with its decoded form.
type record struct {
	raw      jsontext.Value
	outer    Record
	entry    journal.Entry
	digest   []byte // of the sent bytes; the next record's `previous`
	previous string
	invalid  *fault.Fault // set if it cannot be decoded
	keep     bool         // for an unfit record: store its bytes
}

// read decodes the records of a push and decrypts the sealed ones.
func (d Service) read(phone people.Phone, values []jsontext.Value) *batch {
	b := &batch{phone: phone, records: make([]record, len(values)), results: make([]journal.Outcome, len(values))}
	for i, value := range values {
		r := readRecord(value)
		if r.invalid == nil && r.outer.Sealed != "" && !phone.Withdrawn {
			d.unseal(&r)
		}
		if r.invalid == nil && r.outer.Sealed == "" {
			r.entry = r.outer.entry(phone.Credential)
		}
		if r.invalid != nil {
			b.results[i] = refused(journal.Entry{ID: r.outer.ID}, r.invalid)
		}
		b.records[i] = r
	}
	return b
}

// readRecord decodes a record's outer form. From an unreadable one it extracts at least the id, if possible.
func readRecord(value jsontext.Value) record {
	r := record{raw: value}
	outer, err := intake.DecodeLoosely[Record](value)
	if err == nil && string(value) == "null" {
		err = fault.New(fault.Invalid, "wrong_type", "A record is an object.")
	}
	if err == nil {
		err = outer.check()
	}
	if r.invalid = fault.Of(err); r.invalid != nil {
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
		r.digest = was // the next record has this digest: it was made before the server's key changed
	}
	return r
}

func (r Record) check() error {
	switch {
	case !intake.CanonicalUUID(string(r.ID)):
		return fault.Field("/id", "malformed_id", "An entry's id must be a UUID in lower case.")
	case r.DeviceSeq < 1 || r.DeviceSeq > highestSeq:
		return fault.Field("/device_seq", "out_of_range", "Sequence numbers begin at 1.")
	case r.Pack != "" && !intake.CanonicalUUID(r.Pack):
		return fault.Field("/pack", "malformed_id", "A pack's id must be a UUID in lower case.")
	case r.Sealed == "" && r.Kind == "":
		return fault.Field("/kind", "required", "This field is required.")
	}
	for _, named := range [][2]string{{"/previous", r.Previous}, {"/was", r.Was}} {
		if sum, err := hex.DecodeString(named[1]); err != nil || len(sum) != 0 && len(sum) != sha256.Size {
			return fault.Field(named[0], "malformed_hash", "Not a hex-encoded SHA-256 digest.")
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

// unseal decrypts a sealed record and replaces it by its content.
func (d Service) unseal(r *record) {
	file, err := base64.StdEncoding.DecodeString(r.outer.Sealed)
	if err != nil {
		r.markUnreadable(err)
		return
	}
	plain, err := d.Keys.Sealing.Open(file, MostBytes)
	if errors.Is(err, seal.ErrOtherKey) {
		r.invalid = fault.New(fault.Conflict, otherKey, "The record is sealed to a key that this server does not have.").
			At("/sealed")
		return
	}
	if err != nil {
		r.markUnreadable(err)
		return
	}
	inner, err := intake.DecodeLoosely[Record](plain)
	if err == nil {
		err = inner.check()
	}
	if err == nil && (inner.ID != r.outer.ID || inner.DeviceSeq != r.outer.DeviceSeq || inner.Sealed != "") {
		err = errors.New("the sealed content is another record")
	}
	if err != nil {
		r.markUnreadable(err)
		return
	}
	r.outer = inner
}

// markUnreadable marks a record as undecryptable: its bytes are stored, and a person decides.
func (r *record) markUnreadable(cause error) {
	r.invalid = fault.New(fault.Invalid, unreadable, "This record cannot be decrypted; it is stored unchanged.").
		At("/sealed").Because(cause)
	r.keep = true
}

const unreadable = "unreadable"

// highestSeq is the highest sequence number: the largest integer that every JSON parser represents exactly.
const highestSeq = 1<<53 - 1

// numberOf extracts the id and, if well-formed, the sequence number and the digest of an unreadable record, so that the
// phone can identify the record and its number is no gap.
func numberOf(value jsontext.Value) (id journal.EntryID, seq int64, digest []byte) {
	var named struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(value, &named, boundaryOptions...); err != nil || !intake.CanonicalUUID(named.ID) {
		return "", 0, nil
	}
	id = journal.EntryID(named.ID)
	var numbered struct {
		DeviceSeq int64 `json:"device_seq"`
	}
	if json.Unmarshal(value, &numbered, boundaryOptions...) != nil ||
		numbered.DeviceSeq < 1 || numbered.DeviceSeq > highestSeq {
		return id, 0, nil
	}
	var sent struct {
		Sealed  string         `json:"sealed"`
		Payload jsontext.Value `json:"payload"`
	}
	bytes := []byte(value)
	if json.Unmarshal(value, &sent, boundaryOptions...) == nil {
		if bytes = []byte(sent.Sealed); sent.Sealed == "" {
			bytes = sent.Payload
		}
	}
	sum := sha256.Sum256(bytes)
	return id, numbered.DeviceSeq, sum[:]
}
