//! Layouts of many countries, each a page as people would type it.

use super::check;
use super::{read_pages, summary};

/// One statement in each of several languages and conventions, and its rows.
const LAYOUTS: &[(&str, &[&str])] = &[
    (
        "\
Extrait du 01/03/2025 au 31/03/2025
Date      Nature des opérations           Valeur        Débit       Crédit
          SOLDE PRECEDENT AU 28/02/2025                              100,00
14.03     CARTE BOULANGERIE               15.03         10,00
          PARIS
17.03     VIREMENT SALAIRE                17.03                    1 548,92
          TOTAL DES OPERATIONS                          10,00      1 548,92
          SOLDE CREDITEUR AU 31/03/2025
          NOUVEAU SOLDE                                            1 638,92",
        &["2025-03-14 -10.00 CARTE BOULANGERIE PARIS", "2025-03-17 1548.92 VIREMENT SALAIRE"],
    ),
    (
        "\
Kontoauszug                                             01.03.2025 - 31.03.2025
Bu.Tag   Wert     Vorgang                                Betrag EUR
                  Alter Kontostand                         100,00 H
14.03.   14.03.   Lastschrift Stadtwerke                    10,00 S
17.03.   18.03.   Gutschrift Gehalt                      1.000,00 H
                  Neuer Kontostand                       1.090,00 H",
        &["2025-03-14 -10.00 Lastschrift Stadtwerke", "2025-03-17 1000.00 Gutschrift Gehalt"],
    ),
    (
        "\
Extracto de movimientos del 01/03/2025 al 31/03/2025
FECHA         CONCEPTO                      CARGOS        ABONOS        SALDO
              Saldo anterior                                            100,00
14/03/2025    Compra tarjeta                10,00                        90,00
17/03/2025    Nómina                                    1.000,00      1.090,00",
        &["2025-03-14 -10.00 Compra tarjeta", "2025-03-17 1000.00 Nómina"],
    ),
    (
        "\
Extrato de 01/03/2025 a 31/03/2025
Data          Histórico                         Valor (R$)     Saldo (R$)
              Saldo anterior                                       100,00
14/03/2025    Padaria                              -10,00           90,00
17/03/2025    Salário                            1.000,00        1.090,00",
        &["2025-03-14 -10.00 Padaria", "2025-03-17 1000.00 Salário"],
    ),
    (
        "\
Statement of account from 01-03-2025 to 31-03-2025
Date        Narration              Chq./Ref.No.  Value Dt    Withdrawal Amt.  Deposit Amt.  Closing Balance
14/03/25    UPI-CHAI STALL         0000123456    14/03/25             10.00                    1,23,446.00
            REF 99812 PAYMENT
17/03/25    NEFT CR SALARY         0000123457    17/03/25                        1,000.00      1,24,446.00
Opening Balance   1,23,456.00",
        &[
            "2025-03-14 -10.00 UPI-CHAI STALL 0000123456 REF 99812 PAYMENT",
            "2025-03-17 1000.00 NEFT CR SALARY 0000123457",
        ],
    ),
    (
        "\
Kontoauszug 01.03.2025 - 31.03.2025
Datum         Buchungstext             Belastung CHF   Gutschrift CHF    Valuta        Saldo CHF
01.03.2025    Saldovortrag                                                             1'100.00
14.03.2025    Bancomat                        10.00                      14.03.2025    1'090.00
17.03.2025    Lohn                                          1'000.00     17.03.2025    2'090.00",
        &["2025-03-14 -10.00 Bancomat", "2025-03-17 1000.00 Lohn"],
    ),
    (
        "\
Statement period 28 Feb 2025 to 31 Mar 2025
Entry date   Transaction description           Transaction amount      Statement balance
             BEGINNING BALANCE                                                  100.00
14/03/25     SALE DEBIT                                    10.00-                90.00
             COFFEE HOUSE
17/03/25     PAYMENT FUND TRANSFER                      1,000.00+             1,090.00
             ENDING BALANCE :                                                 1,090.00",
        &["2025-03-14 -10.00 SALE DEBIT COFFEE HOUSE", "2025-03-17 1000.00 PAYMENT FUND TRANSFER"],
    ),
    (
        "\
Estratto conto dal 01/03/2025 al 31/03/2025
Data          Data          Descrizione                       Addebiti      Accrediti
operazione    valuta
                            Saldo iniziale                                     100,00
14/03/2025    15/03/2025    Pagamento POS                        10,00
17/03/2025    17/03/2025    Stipendio                                        1.000,00
                            Saldo finale                                     1.090,00",
        &["2025-03-14 -10.00 Pagamento POS", "2025-03-17 1000.00 Stipendio"],
    ),
    (
        "\
Period: Mar 1, 2025 - Mar 31, 2025
Date      Description                         Amount      Balance
Mar 1     Opening Balance                                  $100.00
Mar 14    Debit Card Purchase              - $10.00         $90.00
Mar 17    Deposit from ACME             + $1,000.00      $1,090.00
Mar 31    Closing Balance                                $1,090.00",
        &["2025-03-14 -10.00 Debit Card Purchase", "2025-03-17 1000.00 Deposit from ACME"],
    ),
    (
        "\
Afschrift van 01-03-2025 tot 31-03-2025
Datum         Omschrijving                    Af            Bij
Beginsaldo    100,00
14-03-2025    Albert Heijn                    10,00
17-03-2025    Salaris                                    1.000,00
Eindsaldo     1.090,00",
        &["2025-03-14 -10.00 Albert Heijn", "2025-03-17 1000.00 Salaris"],
    ),
];

#[test]
fn layouts_of_many_countries() {
    for (page, expected) in LAYOUTS {
        let file = read_pages(&[page]);
        let expected: Vec<String> =
            std::iter::once("Some(true)").chain(expected.iter().copied()).map(str::to_owned).collect();
        assert_eq!(summary(&file), expected, "{page}\n{:?}", file.statements[0].warnings);
    }
}

#[test]
fn what_is_owed_on_a_loan_goes_down_when_it_is_paid() {
    check(
        &["\
Statement period 1 May 2025 to 31 May 2025
Date        Description           Amount charged £   Amount paid £   Balance owed £
01/05/2025  Balance brought forward                                       1,000.00
05/05/2025  Payment                                         100.00          900.00
28/05/2025  Interest                       5.00                             905.00
31/05/2025  Balance carried forward                                         905.00"],
        &["Some(true)", "2025-05-05 100.00 Payment", "2025-05-28 -5.00 Interest"],
    );
    check(
        &["\
Statement period 1 May 2025 to 31 May 2025
Date        Description         Payment    Principal    Interest     Balance
05/01/2025  Beginning balance                                        1,000.00
05/05/2025  Loan payment         100.00        84.32       15.68       915.68
05/31/2025  Ending balance                                             915.68"],
        &["Some(true)", "2025-05-05 84.32 Loan payment 100.00 15.68"],
    );
}

fn currency(page: &str) -> Option<String> {
    read_pages(&[page]).statements[0].account.currency.map(|currency| currency.code().to_owned())
}

#[test]
fn the_currency_of_the_account_is_not_that_of_a_purchase_abroad() {
    let rows = "
Date        Details                                        Amount    Balance
01/02/2025  HOTEL USD 192.74 RATE 1.2563                  -142.97    520.86
02/02/2025  BOOKS USD 73.66 RATE 1.2446                    -50.28    470.58";
    for (head, expected) in [
        ("Account 5069707121 CCY EUR", Some("EUR")),
        ("EUR statement", Some("EUR")),
        ("Currency Euro", Some("EUR")),
        ("Opening balance £663.83", Some("GBP")),
        ("BSB 062 000   Opening balance $663.83", Some("USD")),
    ] {
        assert_eq!(currency(&format!("{head}{rows}")).as_deref(), expected, "{head}");
    }
    let dollars = "
Date        Details                Amount    Balance
01/02/2025  HOTEL                 -142.97   $520.86
02/02/2025  BOOKS                  -50.28   $470.58";
    for (head, expected) in [("ABN 48 123", Some("AUD")), ("Interac e-Transfer", Some("CAD")), ("Bank", Some("USD"))] {
        assert_eq!(currency(&format!("{head}{dollars}")).as_deref(), expected, "{head}");
    }
}
