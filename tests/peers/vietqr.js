// Reads payments as JSON lines from standard input, writes the VietQR text of each by vietnam-qr-pay as a line.
const { QRPay } = require("vietnam-qr-pay");

const lines = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const { bin, account, amount, purpose } of lines.map((line) => JSON.parse(line))) {
  const told = { bankBin: bin, bankNumber: account, amount: String(amount), purpose };
  console.log(QRPay.initVietQR(told).build());
}
