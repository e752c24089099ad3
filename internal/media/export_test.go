package media

import "context"

// Remake gives tests and fuzzing access to the re-encoding without a database.
func Remake(ctx context.Context, raw []byte) (file []byte, width, height int, err error) {
	made, err := remake(ctx, raw)
	return made.jpeg, made.width, made.height, err
}

// HoldSlots takes every slot for decoding until release is called.
func HoldSlots() (release func()) {
	if err := slots.Acquire(context.Background(), decodesAtOnce); err != nil {
		panic(err)
	}
	return func() { slots.Release(decodesAtOnce) }
}
