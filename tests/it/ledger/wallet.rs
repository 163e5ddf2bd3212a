//! Many at once, groups, exchange, and what a book sees and may do.

use chrono::Duration;
use farthing::domain::Money;
use farthing::domain::ledger::{Code, Key, Kind, Owner};
use farthing::store::ledger::{Item, Movement, Order};
use farthing::tools::ledger::{Exchange, exchange, verify};
use futures_util::future::join_all;
use rust_decimal::Decimal;
use serde_json::json;

use super::{amount, ask, balance, fund, results, start_of_time, transfer};
use crate::harness::Farthing;

fn owner(text: &str) -> Owner {
    text.parse().unwrap()
}

fn pay(key: &str, from: &str, to: &str, euros: &str) -> Item {
    let currency = "EUR".parse().unwrap();
    let movement = Movement { from: owner(from), to: owner(to), amount: amount(euros), currency, rate: None };
    Item { key: Key::new("chat", key).unwrap(), hash: [7; 32], order: Order::Transfer(movement), event_at: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_pressed_by_many_at_once_moves_money_once() {
    let story = Farthing::start().await;
    ask(&story, &[fund(1, "100")]).await;
    for round in 0..10 {
        let line = [transfer(&format!("press {round}"), "user:1", "user:2", "1")];
        let replies = join_all((0..8).map(|_| ask(&story, &line))).await;
        assert!(replies.iter().all(|reply| *reply == replies[0] && reply[0].result == Code::Ok), "{replies:?}");
    }
    // Through system accounts alone no row is shared by all.
    let line = [transfer("between systems", "system:funding", "system:fees", "1")];
    let replies = join_all((0..8).map(|_| ask(&story, &line))).await;
    assert!(replies.iter().all(|reply| *reply == replies[0]), "{replies:?}");
    let bodies: Vec<_> =
        (1..9).map(|cents| [transfer("one of eight", "user:1", "user:3", &format!("0.0{cents}"))]).collect();
    let replies = join_all(bodies.iter().map(|line| results(&story, line))).await;
    assert_eq!(replies.iter().filter(|reply| reply[0] == "ok").count(), 1, "{replies:?}");
    assert_eq!(replies.iter().filter(|reply| reply[0] == "key_reused").count(), 7, "{replies:?}");
    assert_eq!(balance(&story, "user:2").await, amount("10"));
    assert_eq!(balance(&story, "system:fees").await, amount("1"));
    verify(&story.app.store).await.unwrap().unwrap();
    story.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn opposite_transfers_and_double_reversals_end_right() {
    let story = Farthing::start().await;
    ask(&story, &(1..5).map(|user| fund(user, "1000")).collect::<Vec<_>>()).await;
    let stream = |client: usize| {
        let story = &story;
        async move {
            let mut random = fastrand::Rng::with_seed(client as u64);
            for round in 0..20 {
                let lines: Vec<_> = (0..random.usize(1..4))
                    .map(|item| {
                        let (from, to) = (random.u8(1..5), random.u8(1..5));
                        transfer(
                            &format!("{client}-{round}-{item}"),
                            &format!("user:{from}"),
                            &format!("user:{to}"),
                            "0.10",
                        )
                    })
                    .collect();
                ask(story, &lines).await;
            }
        }
    };
    join_all((0..8).map(stream)).await;
    let total = join_all((1..5).map(|user| balance(&story, Box::leak(format!("user:{user}").into_boxed_str())))).await;
    assert_eq!(total.iter().sum::<Decimal>(), amount("4000"));

    let lines: Vec<_> = (0..60).map(|number| transfer(&format!("o{number}"), "user:1", "user:2", "1")).collect();
    ask(&story, &lines).await;
    let reverse = |number: usize, twin: usize| {
        let line = [json!({"key": format!("r{number}-{twin}"), "kind": "reverse", "of": format!("o{number}")})];
        let story = &story;
        async move { results(story, &line).await[0] }
    };
    let replies = join_all((0..120).map(|number| reverse(number / 2, number % 2))).await;
    assert_eq!(replies.iter().filter(|reply| **reply == "ok").count(), 60);
    assert_eq!(replies.iter().filter(|reply| **reply == "already_reversed").count(), 60);
    verify(&story.app.store).await.unwrap().unwrap();
    story.finish().await;
}

#[tokio::test]
async fn a_group_stands_or_falls_as_one_and_an_exchange_is_a_group() {
    let story = Farthing::start().await;
    let store = &story.app.store;
    ask(&story, &[fund(1, "100")]).await;
    let codes = async |items: &[Item]| {
        let outcomes = store.ledger_session().submit_linked(start_of_time(), items).await.unwrap();
        outcomes.iter().map(|outcome| outcome.code).collect::<Vec<_>>()
    };
    let short =
        [pay("a", "user:1", "user:2", "60"), pay("b", "user:1", "user:3", "60"), pay("c", "user:2", "user:3", "1")];
    let fallen = [Code::LinkedFailed, Code::InsufficientFunds, Code::LinkedFailed];
    assert_eq!(codes(&short).await, fallen);
    assert_eq!(codes(&short).await, fallen, "a key that failed stays failed");
    assert_eq!(balance(&story, "user:1").await, amount("100"));
    let enough = [pay("d", "user:1", "user:2", "60"), pay("e", "user:2", "user:3", "60")];
    assert_eq!(codes(&enough).await, [Code::Ok; 2]);
    assert_eq!(codes(&enough).await, [Code::Ok; 2]);
    assert_eq!(balance(&story, "user:3").await, amount("60"));

    let sold = Money::new(amount("10.00"), "EUR".parse().unwrap());
    let asked = Exchange {
        from: owner("user:3"),
        to: owner("user:3"),
        sold,
        bought: "JPY".parse().unwrap(),
        rate: amount("161.237"),
    };
    let items = exchange(&Key::new("chat", "fx").unwrap(), [1; 32], &asked);
    assert_eq!(codes(&items).await, [Code::Ok; 2]);
    assert_eq!(
        story.value("select balance from ledger_account where owner = 'user:3' and currency = 'JPY'").await,
        "1612"
    );
    assert_eq!(
        story.value("select string_agg(distinct rate::text, ' ') from ledger_transfer where rate is not null").await,
        "161.237"
    );
    let too_much = Exchange { sold: Money::new(amount("999.00"), asked.sold.currency), ..asked };
    let items = exchange(&Key::new("chat", "fx 2").unwrap(), [2; 32], &too_much);
    assert_eq!(codes(&items).await, [Code::InsufficientFunds, Code::LinkedFailed]);
    verify(store).await.unwrap().unwrap();
    story.finish().await;
}

#[tokio::test]
async fn a_book_sees_and_moves_its_own_money_alone() {
    let story = Farthing::start().await;
    let store = &story.app.store;
    ask(&story, &[fund(7001, "100"), fund(7002, "50")]).await;
    let at = start_of_time() + Duration::hours(1);
    let mut ana = store.enter(story.person(7001).id, at).await.unwrap();
    let euro = "EUR".parse().unwrap();

    let dry = ana.dry_run(at, &[pay("1", "user:7001", "user:7002", "30")]).await.unwrap();
    assert_eq!((dry[0].code, dry[0].available_from, dry[0].available_to), (Code::Ok, Some(amount("70")), None));
    let stolen = ana.submit(at, &[pay("2", "user:7002", "user:7001", "30")]).await.unwrap();
    assert_eq!((stolen[0].code, stolen[0].available_from), (Code::NotYours, None));
    let paid = ana.submit(at, &[pay("1", "user:7001", "user:7002", "30")]).await.unwrap();
    assert_eq!(paid, dry, "the dry run said so");
    assert_eq!(ana.wallet(&owner("user:7001")).await.unwrap()[0].balance, amount("70"));
    assert_eq!(ana.wallet(&owner("user:7002")).await.unwrap(), []);
    assert_eq!(
        ana.wallet_balance_at(&owner("user:7001"), euro, at - Duration::seconds(1)).await.unwrap(),
        amount("100")
    );
    assert_eq!(ana.wallet_balance_at(&owner("user:7001"), euro, at + Duration::days(1)).await.unwrap(), amount("70"));
    assert_eq!(ana.wallet_balance_at(&owner("user:7001"), euro, at - Duration::days(9)).await.unwrap(), amount("0"));
    let history = ana.wallet_history(&owner("user:7001"), euro, at + Duration::days(1), 10).await.unwrap();
    assert_eq!(history.iter().map(|line| line.amount).collect::<Vec<_>>(), [amount("-30"), amount("100")]);
    assert_eq!(history[0].kind, Kind::Transfer);
    assert_eq!(ana.wallet_history(&owner("user:7002"), euro, at + Duration::days(1), 10).await.unwrap(), []);
    let id = paid[0].id.unwrap();
    ana.commit().await.unwrap();

    let mut ben = store.enter(story.person(7002).id, at).await.unwrap();
    let entry = ben.wallet_entry(id).await.unwrap().unwrap();
    assert_eq!((entry.paid, entry.amount, entry.given_back), (false, Some(amount("30")), amount("0")));
    drop(ben);
    let mut eve = store.enter(story.person(7003).id, at).await.unwrap();
    assert_eq!(eve.wallet_entry(id).await.unwrap(), None);
    drop(eve);
    story.finish().await;
}

#[tokio::test]
async fn who_is_forgotten_leaves_entries_without_a_name() {
    let story = Farthing::start().await;
    let store = &story.app.store;
    store.enter(story.person(7001).id, start_of_time()).await.unwrap().commit().await.unwrap();
    ask(&story, &[fund(7001, "100"), transfer("t", "user:7001", "user:7002", "30")]).await;
    assert!(!story.app.forget(story.person(7001).id).await.unwrap(), "not together with their money");
    ask(&story, &[transfer("rest", "user:7001", "system:funding", "70")]).await;
    assert!(story.app.forget(story.person(7001).id).await.unwrap());
    assert_eq!(story.value("select count(*) from ledger_account where owner = 'user:7001'").await, "0");
    assert_eq!(results(&story, &[json!({"key": "r", "kind": "reverse", "of": "t"})]).await, ["account_closed"]);
    let back = ask(&story, &[json!({"key": "b", "kind": "balance", "of": "user:7001", "currency": "EUR"})]).await;
    assert_eq!(back[0].available_from.as_deref(), Some("0.00"), "a namesake starts anew");
    verify(store).await.unwrap().unwrap();

    let euro = "EUR".parse().unwrap();
    assert_eq!(store.close_account(&owner("user:7002"), euro).await.unwrap(), Code::AccountNotEmpty);
    assert_eq!(store.close_account(&owner("user:9"), euro).await.unwrap(), Code::AccountInvalid);
    ask(&story, &[transfer("out", "user:7002", "system:funding", "30")]).await;
    assert_eq!(store.close_account(&owner("user:7002"), euro).await.unwrap(), Code::Ok);
    assert_eq!(results(&story, &[fund(7002, "1")]).await, ["account_closed"]);
    story.finish().await;
}
