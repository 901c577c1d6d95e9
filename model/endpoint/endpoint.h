// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ENDPOINT_H
#define IOMT_ENDPOINT_H

#include "ns3/application.h"
#include "ns3/coap-endpoint.h"
#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/processor.h"
#include "ns3/random-variable-stream.h"
#include "ns3/session.h"
#include "ns3/socket.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace ns3
{
namespace iomt
{

/// Simulated time 0 as Unix time: 2026-01-01T00:00:00Z. SenML and FHIR want dates.
constexpr double EPOCH_UNIX_S = 1767225600;

/**
 * @brief A program on a node that speaks CoAP: the base of wearable, broker, doctor and the others.
 *
 *     child ──▶ CoapEndpoint ──▶ Session ──▶ Processor ──▶ UDP socket
 *     child ◀── CoapEndpoint ◀── Session ◀── Processor ◀── UDP socket
 *
 * The base owns socket, session and message layer, and charges the processor for each datagram in
 * either direction. Confirmable messages and what answers them can be marked for Expedited
 * Forwarding: they are what somebody waits for, urgent readings, commands and prescriptions. What
 * a session keeps back (for a handshake) goes unmarked. A child adds resources and requests in Begin().
 */
class Endpoint : public Application, private CoapTransport
{
  public:
    static TypeId GetTypeId();
    Endpoint();
    ~Endpoint() override;

    /// @param processor that does this endpoint's work; must be set before the start
    void SetProcessor(Ptr<Processor> processor);
    /**
     * @param name a member of the family of sessions
     * @throws std::invalid_argument naming the members
     */
    void SetSession(const std::string& name);
    /// @param parameters of the message layer; before the start
    void SetCoapParameters(const CoapParameters& parameters);

    /// @return the message layer; null before the start
    CoapEndpoint* GetCoap();

    /**
     * @brief The program stands still: what arrives is lost, all else waits. Calls add up.
     *
     * What it knows is kept, as by a program that writes its state to disk.
     */
    void Suspend();
    /// @brief Undo one Suspend(); what waited is done now.
    void Resume();
    /// @return whether it stands still
    bool IsSuspended() const;
    /// @brief Begin again with a message layer that knows nothing; before the start it does nothing.
    void Restart();
    /**
     * @param stream first stream index to use
     * @return how many were used
     */
    virtual int64_t AssignStreams(int64_t stream);

    /**
     * @param address IPv6
     * @param port UDP
     * @return the peer as the message layer names it
     */
    static CoapPeer MakePeer(const Ipv6Address& address, uint16_t port = COAP_PORT);

    /**
     * @brief Signature of the trace sources Received, Sent, Overloaded and Missed.
     * @param provenance opaque number beside the datagram
     * @param datagram UDP payload
     */
    typedef void (*DatagramTracedCallback)(uint64_t provenance, const Bytes& datagram);

  protected:
    /// @brief The socket is bound and the message layer ready.
    virtual void Begin() = 0;
    void DoDispose() override;

    /// @return Unix time of the simulated now [s]
    static double UnixNow();
    /// @brief Mark what is sent with a FrameHandle, so that the link can say what it gave up.
    void NumberFrames();

    Ptr<Processor> m_processor;
    Ptr<UniformRandomVariable> m_uniform;

  private:
    void StartApplication() override;
    void StopApplication() override;
    void StartMessageLayer();
    void HandleRead(Ptr<Socket> socket);
    /// Do something now, or when the program goes on.
    void WhenAwake(std::function<void()> function);
    void Transmit(const Bytes& datagram, const CoapPeer& to, uint64_t provenance);
    void HandOver(const Bytes& datagram,
                  const CoapPeer& to,
                  uint64_t provenance,
                  bool urgent);
    static OperationCounts CostOfDatagram(std::size_t size);

    // CoapTransport
    void Send(const Bytes& datagram, const CoapPeer& to, uint64_t provenance) override;
    double Now() const override;
    uint64_t Schedule(double delayS, std::function<void()> function) override;
    void Cancel(uint64_t event) override;
    double Uniform() override;

    uint16_t m_port{COAP_PORT};
    bool m_expedite{false};
    bool m_expediting{false}; //!< what the session is being given is urgent
    Ptr<Socket> m_socket;
    std::unique_ptr<Session> m_session;
    CoapParameters m_parameters;
    std::unique_ptr<CoapEndpoint> m_coap;
    std::map<uint64_t, EventId> m_timers;
    uint64_t m_lastTimer{0};
    uint32_t m_suspended{0};
    std::vector<std::function<void()>> m_postponed; //!< until it goes on
    bool m_numbersFrames{false};
    TracedCallback<uint64_t, const Bytes&> m_received;
    TracedCallback<uint64_t, const Bytes&> m_sent;
    TracedCallback<uint64_t, const Bytes&> m_overloaded;
    TracedCallback<uint64_t, const Bytes&> m_missed;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_ENDPOINT_H
