// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CUSTODY_H
#define IOMT_CUSTODY_H

#include "broker-probe.h"
#include "forwarding-path.h"

#include "ns3/event-id.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief Store and forward of a gateway: what goes to the broker waits in memory while the broker
 * cannot be reached.
 *
 *                 ┌───────────── memory ─────────────┐
 *     datagram ─▶ │ waiting … waiting │ unconfirmed  │ ─▶ next hook, IPv6
 *                 └───────▲───────────────────┬──────┘
 *                         └── no answer ──────┘   arrived: forgotten
 *
 * It learns that the broker is away by the carrier of the backhaul, at once, and because questions
 * go unanswered (BrokerProbe). Copies of what was forwarded are kept until the broker says that
 * they arrived; what did not, on a backhaul that works, goes again at once, and all that is not
 * confirmed, in order, when the broker is back. The broker tells copies by their message ID, the
 * reader of a sealed reading by its sequence number. Fragments have no digest: those sent before a
 * question that is answered are taken for arrived.
 *
 * After that one datagram goes every 1/DrainRate, and two for each that comes in, so that any
 * backlog ends. What memory cannot hold is dropped oldest first. It is RAM: it does not outlive the
 * gateway's power.
 */
class Custody : public ForwardingHook
{
  public:
    /// What happened so far.
    struct Counters
    {
        uint64_t kept{0};      //!< datagrams that had to wait
        uint64_t resent{0};    //!< datagrams that went once more
        uint64_t lost{0};      //!< datagrams lost that had never left
        uint64_t mostBytes{0}; //!< in memory at once [B]
    };

    static TypeId GetTypeId();
    Custody();
    ~Custody() override;

    /**
     * @param broker whose datagrams it keeps
     * @param out the backhaul's device
     * @param probe asks for the broker
     */
    void SetBroker(const Ipv6Address& broker, Ptr<NetDevice> out, Ptr<BrokerProbe> probe);
    /// @param up whether the backhaul has a carrier
    void SetCarrier(bool up);
    /// @brief The gateway loses its power, and with it all that is kept; calls add up.
    void SwitchOff();
    /// @brief Undo one SwitchOff().
    void SwitchOn();
    void Handle(Ptr<Transit> transit) override;

    const Counters& GetCounters() const;

    /**
     * @brief Signature of the trace sources Forwarded and Kept.
     * @param packet the datagram with its IPv6 header
     */
    typedef void (*PacketTracedCallback)(Ptr<const Packet> packet);
    /**
     * @brief Signature of the trace source Lost.
     * @param packet the datagram with its IPv6 header
     * @param cause in few words
     */
    typedef void (*LostTracedCallback)(Ptr<const Packet> packet, const std::string& cause);

  protected:
    void DoDispose() override;

  private:
    struct Entry
    {
        Ptr<Transit> transit;
        uint64_t digest{0}; //!< of the UDP payload, or of all octets
        bool whole{false};  //!< a UDP datagram, of which the broker knows the digest
        bool sent{false};   //!< since the broker was away last
        bool left{false};   //!< ever
        Time sentAt;
    };

    static Entry MakeEntry(Ptr<Transit> transit);
    bool IsReachable() const;
    bool HasWaiting() const;
    void Keep(Entry& entry);
    void Send(Entry& entry);
    void SendNext();
    void Drain();
    void PlanQuestion();
    void Ask();
    void Answered(uint64_t question, const std::optional<std::vector<bool>>& arrived);
    void Settle(const std::vector<bool>& arrived);
    void Rewind();
    void MakeRoom();
    void Forget(const std::string& cause);

    Ipv6Address m_broker;
    Ptr<NetDevice> m_out;
    Ptr<BrokerProbe> m_probe;
    uint64_t m_memory{0};
    Time m_period;
    double m_drainRate{0};
    std::deque<Entry> m_entries;
    std::size_t m_next{0};        //!< entries before this one are sent
    std::set<uint64_t> m_waiting; //!< digests of those that wait
    uint64_t m_bytes{0};
    bool m_carrier{true};
    bool m_answered{true};
    uint32_t m_off{0};
    uint64_t m_question{0};        //!< the latest one
    bool m_asking{false};          //!< it has no answer yet
    std::vector<uint64_t> m_asked; //!< digests it asks for
    Time m_askedAt;
    EventId m_questionEvent;
    EventId m_drainEvent;
    Counters m_counters;
    TracedCallback<Ptr<const Packet>> m_forwarded;
    TracedCallback<Ptr<const Packet>> m_kept;
    TracedCallback<Ptr<const Packet>, const std::string&> m_lost;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CUSTODY_H
