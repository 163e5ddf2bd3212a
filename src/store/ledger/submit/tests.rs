use super::super::Act;
use super::*;
use crate::domain::ledger::Kind;

fn item(key: &str, order: Order) -> Item {
    Item { key: Key::new("test", key).unwrap(), hash: [0; 32], order, event_at: None }
}

fn transfer(key: &str) -> Item {
    let movement = Movement {
        from: Owner::funding(),
        to: "user:7".parse().unwrap(),
        amount: Decimal::ONE,
        currency: "EUR".parse().unwrap(),
        rate: None,
    };
    item(key, Order::Transfer(movement))
}

fn void(key: &str) -> Item {
    let origin = Key::new("test", "a").unwrap();
    item(key, Order::Act { act: Act::Void, origin, amount: None, currency: None })
}

#[test]
fn a_call_is_an_act_or_a_run_with_different_keys() {
    let check = |items: &[Item], expected: &[usize]| {
        let sizes: Vec<usize> = calls(items).iter().map(|call| call.len()).collect();
        assert_eq!(sizes, expected);
    };
    check(&[], &[]);
    check(&[transfer("a"), transfer("b")], &[2]);
    check(&[transfer("a"), transfer("b"), transfer("a"), transfer("c")], &[2, 2]);
    check(&[void("x"), transfer("a"), void("y"), void("z"), transfer("b")], &[1, 1, 1, 1, 1]);
    let many: Vec<Item> = (0..=BATCH_MAX).map(|number| transfer(&number.to_string())).collect();
    check(&many, &[BATCH_MAX, 1]);
}

#[test]
fn accounts_are_listed_once() {
    let items = [transfer("a"), transfer("b"), item("c", Order::Refused { kind: Kind::Hold, code: Code::Malformed })];
    let lists = Lists::of(&items);
    assert_eq!(lists.owners, ["system:funding", "user:7"]);
    assert_eq!((lists.froms, lists.tos), (vec![Some(1), Some(1), None], vec![Some(2), Some(2), None]));
    assert_eq!(lists.refusals, [None, None, Some("malformed")]);
}
