// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_BENCH_H
#define IOMT_COAP_BENCH_H

#include "ns3/coap-endpoint.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3::iomt
{

/// A clock and a queue of events, without ns-3.
class CoapBenchClock
{
  public:
    double Now() const
    {
        return m_now;
    }

    uint64_t Schedule(double delayS, std::function<void()> function)
    {
        m_events.emplace(std::pair(m_now + delayS, ++m_last), std::move(function));
        return m_last;
    }

    void Cancel(uint64_t event)
    {
        for (auto it = m_events.begin(); it != m_events.end(); ++it)
        {
            if (it->first.second == event)
            {
                m_events.erase(it);
                return;
            }
        }
    }

    /// @param untilS how far to run [s]
    void Run(double untilS)
    {
        while (!m_events.empty() && m_events.begin()->first.first <= untilS)
        {
            const auto event = m_events.extract(m_events.begin());
            m_now = event.key().first;
            event.mapped()();
        }
        m_now = untilS;
    }

    /// @return how many events wait
    std::size_t Pending() const
    {
        return m_events.size();
    }

  private:
    double m_now{0};
    uint64_t m_last{0};
    std::map<std::pair<double, uint64_t>, std::function<void()>> m_events;
};

/// A datagram on its way.
struct CoapBenchDatagram
{
    double timeS;
    CoapPeer from;
    CoapPeer to;
    CoapMessage message;
    uint64_t provenance;
};

/// @return the RFC's parameters, but with an ACK_TIMEOUT of 2 s sharp
inline CoapParameters
BenchParameters()
{
    CoapParameters parameters;
    parameters.ackRandomFactor = 1;
    return parameters;
}

/**
 * @brief Endpoints with a link of fixed delay between them that loses what it is told to.
 *
 * `log` has every datagram that was sent, lost ones included.
 */
class CoapBench
{
  public:
    /// A node's transport.
    class Node : public CoapTransport
    {
      public:
        Node(CoapBench& bench, uint8_t number, const CoapParameters& parameters)
            : m_bench(bench)
        {
            self.address[15] = number;
            endpoint = std::make_unique<CoapEndpoint>(*this, parameters);
        }

        void Send(const Bytes& datagram, const CoapPeer& to, uint64_t provenance) override
        {
            m_bench.Carry(datagram, self, to, provenance);
        }

        double Now() const override
        {
            return m_bench.clock.Now();
        }

        uint64_t Schedule(double delayS, std::function<void()> function) override
        {
            return m_bench.clock.Schedule(delayS, std::move(function));
        }

        void Cancel(uint64_t event) override
        {
            m_bench.clock.Cancel(event);
        }

        double Uniform() override
        {
            m_draws = (m_draws + 1) % 251;
            return m_draws / 251.0;
        }

        CoapPeer self;
        std::unique_ptr<CoapEndpoint> endpoint;

      private:
        CoapBench& m_bench;
        unsigned m_draws{0};
    };

    /// @param parameters of the node @return a node, numbered from 1
    Node& Add(const CoapParameters& parameters = BenchParameters())
    {
        nodes.push_back(std::make_unique<Node>(*this, uint8_t(nodes.size() + 1), parameters));
        return *nodes.back();
    }

    void Carry(const Bytes& datagram, const CoapPeer& from, const CoapPeer& to, uint64_t provenance)
    {
        const CoapBenchDatagram sent{clock.Now(),
                                     from,
                                     to,
                                     DecodeCoap(datagram).message,
                                     provenance};
        log.push_back(sent);
        if (lose && lose(sent))
        {
            return;
        }
        clock.Schedule(delayS, [this, datagram, from, to, provenance] {
            for (const auto& node : nodes)
            {
                if (node->self == to)
                {
                    node->endpoint->Receive(datagram, from, provenance);
                }
            }
        });
    }

    /// @return "CON 0.01, ACK 2.05" of what was sent
    std::string Trace() const
    {
        static const char* const TYPES[] = {"CON ", "NON ", "ACK ", "RST "};
        std::string trace;
        for (const CoapBenchDatagram& sent : log)
        {
            trace += trace.empty() ? "" : ", ";
            trace += TYPES[static_cast<int>(sent.message.type)];
            trace += CoapCodeToString(sent.message.code);
        }
        return trace;
    }

    CoapBenchClock clock;
    double delayS{0.05};
    std::function<bool(const CoapBenchDatagram&)> lose;
    std::vector<CoapBenchDatagram> log;
    std::vector<std::unique_ptr<Node>> nodes;
};

/// @param method of the request @param path resource @param confirmable whether CON
inline CoapRequest
BenchRequest(uint8_t method, const std::string& path, bool confirmable = true)
{
    CoapRequest request;
    request.method = method;
    request.path = path;
    request.confirmable = confirmable;
    return request;
}

/// @param text payload @return 2.05 with it
inline CoapAnswer
BenchContent(const std::string& text)
{
    CoapAnswer answer;
    answer.contentFormat = 0;
    answer.payload = ToBytes(text);
    return answer;
}

/// @param reply of a client's callback @return its payload, or how it failed
inline std::string
BenchText(const CoapReply& reply)
{
    switch (reply.outcome)
    {
    case CoapOutcome::RESPONSE:
        return CoapCodeToString(reply.message.code) +
               (reply.message.payload.empty() ? ""
                                              : " " + std::string(reply.message.payload.begin(),
                                                                  reply.message.payload.end()));
    case CoapOutcome::TIMEOUT:
        return "timeout";
    case CoapOutcome::RESET:
        return "reset";
    case CoapOutcome::QUEUE_FULL:
        return "queue full";
    }
    return "";
}

} // namespace ns3::iomt

#endif // IOMT_COAP_BENCH_H
