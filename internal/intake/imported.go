package intake

import (
	"context"

	"github.com/google/uuid"

	"tripol/internal/fault"
	"tripol/internal/journal"
)

// SubmitFunc submits one entry of an imported file. The payload is a json.RawMessage, so that the bytes from which
// the id derives are journalled unchanged. An error other than fault.Invalid means that nothing was stored, and ends
// the import; fault.Invalid rejects that record alone.
type SubmitFunc func(ctx context.Context, kind string, id journal.EntryID, payload any) (journal.Outcome, error)

// MaxTries bounds the resubmissions of a record that an earlier run had rejected.
const MaxTries = 16

// RefusalOf converts a rejected outcome into its fault. Missing rights end the import: every further record would fail
// for the same reason.
func RefusalOf(o journal.Outcome) error {
	kind := fault.Conflict
	if o.Code == "role_missing" || o.Code == "not_signed_in" {
		kind = fault.Forbidden
	}
	code, message := o.Code, o.Message
	if code == "" {
		code, message = "not_applied", "The entry was answered "+string(o.Status)+"."
	}
	refused := fault.New(kind, code, message).At(o.Path)
	refused.Numbers = o.Numbers
	return refused
}

// DerivedID returns a UUIDv8 made of a digest.
func DerivedID(sum []byte) string {
	id := uuid.UUID(sum[:16])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80
	return id.String()
}
