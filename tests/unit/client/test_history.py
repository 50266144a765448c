"""The history of a client is bounded."""

from pitboss_client.history import History, Push, Reply


def test_the_oldest_entries_go_first():
    history = History(entries_max=3)
    for n in range(5):
        history.record_reply(Reply(re=str(n), ok=True))
        history.record_push(Push(type="profile_update", epoch="e", seq=n, prev=n - 1, version=n, payload={}))
    assert history.acknowledged() == ["2", "3", "4"]
    assert history.pushed("e") == [2, 3, 4]
    assert len(history.positions) == 3
