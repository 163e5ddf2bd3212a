use farthing::demo::*;
fn main() {
    let s = long_statement(7, "2026-03-31".parse().unwrap(), 220);
    std::fs::write("/tmp/five.pdf", pdf(&s, Layout::UkCurrent).unwrap()).unwrap();
    for r in s.layout.print_order(&s) {
        println!("{} {:.2} {}", r.date, r.amount, r.description);
    }
    eprintln!("{:?} {} {}", s.period, s.opening_balance, s.closing_balance());
}
