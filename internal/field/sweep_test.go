package field_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/people"
	"tripol/internal/seal"
	"tripol/internal/testkit"
)

// photo sends a photo of a phone, whole or its first half.
func (p *phone) photo(folder string, as people.Phone, whole bool) error {
	p.Helper()
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		p.Fatal(err)
	}
	file, err := seal.Seal(picture.Bytes(), p.door.Keys.Sealing.Recipient())
	if err != nil {
		p.Fatal(err)
	}
	sum := sha256.Sum256(file)
	in := field.PhotoPiece{
		Photo: media.ID(db.NewID()), Size: int64(len(file)), SHA256: hex.EncodeToString(sum[:]), Body: file[:len(file)/2],
	}
	if _, err := p.door.AddPiece(p.Context(), as, folder, in); err != nil || !whole {
		return err
	}
	in.Offset, in.Body = int64(len(in.Body)), file[len(in.Body):]
	kept, err := p.door.AddPiece(p.Context(), as, folder, in)
	if err == nil && !kept.Done {
		p.Errorf("a whole photo is not done: %+v", kept)
	}
	return err
}

// Forty photos may be unfinished; the next one is refused until one is finished or thirty days old. The control takes
// the limit away.
func TestUnfinishedPhotosAreBounded(t *testing.T) {
	onBoth(t, func(p *phone) {
		folder := t.TempDir()
		for n := range 40 {
			if err := p.photo(folder, p.Phone, false); err != nil {
				t.Fatalf("photo %d: %v", n, err)
			}
		}
		for range 2 {
			if err := p.photo(folder, p.Phone, false); !fault.Is(err, "storage_limit") {
				t.Errorf("the next one: %v", err)
			}
		}
		if u, x := p.count("photo_upload"), p.count("exception WHERE kind = 'storage_limit'"); u != 40 || x != 1 {
			t.Errorf("%d unfinished, %d exceptions", u, x)
		}
		if err := p.photo(folder, p.again("rina"), false); err != nil {
			t.Errorf("of another credential: %v", err)
		}
		p.door.Limits = unlimited
		if err := p.photo(folder, p.Phone, false); err != nil {
			t.Errorf("the control: without a limit it is refused: %v", err)
		}
		p.door.Limits = field.Limits{}
		p.counted()

		month := int64(31 * 24 * time.Hour / time.Microsecond)
		testkit.AsOwner(t, p.options, fmt.Sprintf("UPDATE photo_upload SET last_at = last_at - %d WHERE credential = '%s'", month, p.Credential))
		if err := p.door.SweepParts(t.Context()); err != nil {
			t.Fatal(err)
		}
		if u, parts := p.count("photo_upload"), p.count("photo_part"); u != 1 || parts != 1 {
			t.Errorf("%d unfinished photos and %d pieces are left", u, parts)
		}
		if err := p.photo(folder, p.Phone, true); err != nil {
			t.Errorf("after the sweep: %v", err)
		}
		p.counted()
	})
}

func (p *phone) settle(kind string) {
	p.Helper()
	var ids []string
	err := p.door.Store.Read(p.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT id FROM exception WHERE kind = ?", kind).Scan(&ids).Error
	})
	if err != nil {
		p.Fatal(err)
	}
	for _, id := range ids {
		p.entered(testkit.Actor(actor.Coordinator), "exception.settle", journal.ExceptionSettle{
			Exception: id, Decision: "nothing_to_do", Reason: "It was stolen; these are not ours.",
		})
	}
}

func (p *phone) sweep() int {
	p.Helper()
	n, err := p.door.SweepStorage(p.Context())
	if err != nil {
		p.Fatal(err)
	}
	p.counted()
	return n
}

// age moves moments of a table into the past.
func (p *phone) age(table, column string, by time.Duration) {
	p.Helper()
	if table == "exception_settlement" {
		testkit.Unguard(p.T, p.options, table)
	}
	testkit.AsOwner(p.T, p.options, fmt.Sprintf("UPDATE %s SET %s = %s - %d", table, column, column, by/time.Microsecond))
}

// What came from a withdrawn phone goes ninety days after a person settled that it is not let in, and nothing before.
func TestSettledRecordsAreSwept(t *testing.T) {
	onBoth(t, func(p *phone) {
		const long = field.SettledKept + time.Hour
		stolen := p.withdrawn()
		p.pushAs(stolen, envelope(noise(1000, 1), noise(1000, 2)))
		p.age("withheld", "received_at", 3*long)
		if n := p.sweep(); n != 0 {
			t.Errorf("%d records went that nobody decided about", n)
		}
		p.settle("device_withdrawn")
		if n := p.sweep(); n != 0 {
			t.Errorf("%d records went at once", n)
		}
		p.age("exception_settlement", "settled_at", long)
		p.pushAs(stolen, envelope(noise(1000, 3))) // the question is open again
		if n := p.sweep(); n != 0 {
			t.Errorf("%d records went while the question is open", n)
		}
		testkit.Unguard(t, p.options, "exception")
		testkit.AsOwner(t, p.options, "DELETE FROM exception WHERE id NOT IN (SELECT exception FROM exception_settlement)")
		if n := p.sweep(); n != 2 {
			t.Errorf("%d records went after ninety days", n)
		}
		if w, x := p.count("withheld"), p.count("exception WHERE kind = 'device_withdrawn'"); w != 1 || x != 2 {
			t.Errorf("%d records left; %d exceptions, of which one is about what has come since", w, x)
		}
	})
}

// Bytes that cannot be read go ninety days after a person settled the exception about them; their entry stays.
func TestSettledUnreadableBytesAreSwept(t *testing.T) {
	onBoth(t, func(p *phone) {
		const long = field.SettledKept + time.Hour
		p.push(envelope(noise(1000, 1)))
		p.age("unreadable_record", "received_at", 3*long)
		if n := p.sweep(); n != 0 {
			t.Errorf("%d went that nobody decided about", n)
		}
		p.settle("fact_refused")
		if n := p.sweep(); n != 0 {
			t.Errorf("%d went at once", n)
		}
		p.age("exception_settlement", "settled_at", long)
		if n := p.sweep(); n != 1 || p.count("unreadable_record") != 0 || p.count("entry WHERE kind = 'unreadable'") != 1 {
			t.Errorf("%d went", n)
		}
	})
}
