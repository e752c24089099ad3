package field

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"

	"tripol/internal/people"
)

// PackPart returns one part of a pack of this phone uncompressed, for a client that does not accept gzip.
func (d Service) PackPart(ctx context.Context, phone people.Phone, pack, name string) ([]byte, error) {
	packed, err := d.PackedPart(ctx, phone, pack, name)
	if err != nil {
		return nil, err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func compress(raw []byte) ([]byte, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}
