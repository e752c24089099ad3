package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"tripol/internal/db"
)

// link returns SHA-256 over the previous link, seq and every field of the entry except its body, which the
// commitment represents: id, commitment, kind, schema, author, organisation, device and device_seq, pack, both
// times, and the first outcome. Each text is preceded by its length.
func link(previous []byte, seq int64, l sealedFields) []byte {
	e, h := l.Entry, after(previous, seq)
	h.text(e.ID)
	h.text(string(e.Commitment))
	for _, s := range []string{
		e.Kind, deref(e.Author), deref(e.Organisation), e.Credential, e.Pack, l.Status, l.Code, l.Path, l.Message, l.Numbers,
	} {
		h.text(s)
	}
	for _, n := range []int64{int64(e.Schema), e.DeviceSeq, e.OccurredAt.UnixMicro(), e.RecordedAt.UnixMicro()} {
		h.number(n)
	}
	return h.Sum(nil)
}

// firstLink is the previous formula for seals: id, commitment, kind, author, device and the time of recording.
// It is only used to verify old seals.
func firstLink(previous []byte, seq int64, l sealedFields) []byte {
	e, h := l.Entry, after(previous, seq)
	h.text(e.ID)
	h.Write(e.Commitment)
	for _, s := range []string{e.Kind, deref(e.Author), e.Credential} {
		h.text(s)
	}
	h.number(e.RecordedAt.UnixMicro())
	return h.Sum(nil)
}

// firstFormula returns the newest seq that was sealed by firstLink, 0 where there is none.
func firstFormula(tx *db.Tx) (seq int64, err error) {
	return seq, tx.Raw("SELECT COALESCE(MAX(before), 0) FROM seal_formula").Scan(&seq).Error
}

// digest is a hash with methods that append numbers and length-prefixed texts.
type digest struct{ hash.Hash }

func after(previous []byte, seq int64) digest {
	h := digest{sha256.New()}
	h.Write(previous)
	h.number(seq)
	return h
}

func (d digest) number(n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n)) //nolint:gosec // a bit pattern, not a quantity
	d.Write(b[:])
}

func (d digest) text(s string) {
	d.number(int64(len(s)))
	d.Write([]byte(s))
}
