// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_OUTBOX_H
#define IOMT_OUTBOX_H

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object-sealer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/// A sealed reading that may have to wait in a device's memory.
struct OutgoingReading
{
    uint64_t number{0}; //!< later readings have higher ones
    SealedObject object;
    bool confirmable{false};
};

/**
 * @brief Store and forward of a device: sealed readings wait in its memory while its link is away.
 *
 *     Put ──▶ [ waiting … waiting │ sent, until the link's verdict ] ──▶ Hooks::send
 *                    ▲                          │
 *                    └─────── given up ─────────┘
 *
 * Readings go in order. One that the link gave up, or never took, goes again before later ones; one
 * to be confirmed holds up those behind it until it is, so that nothing overtakes it by more than a
 * receiver's window against replays. After the link is back, readings go one every Settings::pace.
 * A link that only fails frames, and never says that it is down, is asked by sending one reading
 * every RETRY.
 *
 * What memory cannot hold is dropped oldest first: the newest says most about the patient now. A
 * reading without which later ones do not open goes last.
 */
class Outbox
{
  public:
    /// What depends on device and link.
    struct Settings
    {
        uint64_t memoryBytes{
            0};       //!< payloads kept, those included that await the link's verdict [B]
        Time pace;    //!< between two readings that had to wait [s]
        Time verdict; //!< after which the link gives up no frame any more [s]
    };

    /// What it does to its surroundings.
    struct Hooks
    {
        std::function<void(const OutgoingReading&)> send; //!< hand it to the message layer
        std::function<void(uint64_t number)> kept;        //!< it must wait
        std::function<void(uint64_t number, const std::string& cause)> lost;
    };

    /// What happened so far.
    struct Counters
    {
        uint64_t kept{0};      //!< readings that had to wait
        uint64_t lost{0};      //!< readings that memory could not hold
        uint64_t mostBytes{0}; //!< in memory at once [B]
    };

    /// After a frame was given up, and between attempts while that goes on.
    static Time Retry();

    /// @param settings of device and link @param hooks all of them set
    Outbox(const Settings& settings, Hooks hooks);
    ~Outbox();
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    /// @param reading sent now or when it is its turn
    void Put(const OutgoingReading& reading);
    /// @param up whether the link can take something
    void SetLink(bool up);
    /// @param number of a reading the link took a frame of
    void Taken(uint64_t number);
    /// @param number of a reading the link gave up a frame of
    void GivenUp(uint64_t number);
    /// @param number of a reading that was to be confirmed @param confirmed whether it was
    void Answered(uint64_t number, bool confirmed);

    /// @return readings waiting
    std::size_t GetWaiting() const;
    const Counters& GetCounters() const;

  private:
    struct Entry
    {
        OutgoingReading reading;
        bool sent{false};
        bool taken{false}; //!< by the link
        bool kept{false};  //!< counted as one that had to wait
        Time sentAt;
    };

    using Entries = std::map<uint64_t, Entry>;

    Entries::iterator FirstWaiting();
    void Pump();
    void Tick();
    void WaitFor(Time delay);
    void Send(Entry& entry);
    void Return(Entry& entry);
    void Keep(Entry& entry);
    void Settle();
    void Erase(Entries::iterator entry);
    void MakeRoom();

    Settings m_settings;
    Hooks m_hooks;
    Entries m_entries;
    uint64_t m_bytes{0};
    bool m_up{true};
    bool m_probing{false};              //!< the link gave something up; one at a time
    bool m_probed{false};               //!< and one was sent since
    std::optional<uint64_t> m_awaiting; //!< reading that is to be confirmed
    EventId m_next;                     //!< sends the next one
    EventId m_settle;                   //!< forgets what arrived
    Counters m_counters;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_OUTBOX_H
