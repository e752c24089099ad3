package card

// qrSide is the print size of a card's QR code with its quiet zone, in millimetres. A token requires version 7, 45
// modules: 0.60 mm each.
const qrSide = 32.0
