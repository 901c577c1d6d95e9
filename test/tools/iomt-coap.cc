// SPDX-License-Identifier: GPL-2.0-only

// CoapEndpoint on a real UDP socket over IPv6, to talk with other implementations:
//
//   iomt-coap server PORT [SECONDS]      /time (observable, every 0.5 s; CON every 4th),
//                                        /store (GET and PUT), /late (separate response)
//   iomt-coap client PORT METHOD PATH [--non] [--payload TEXT] [--observe COUNT]

#include "ns3/coap-endpoint.h"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstring>
#include <iostream>
#include <map>
#include <poll.h>
#include <random>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace ns3::iomt;

namespace
{

constexpr std::size_t LONGEST_DATAGRAM = 65535;

/// Wall clock, [::1] and one thread.
class SocketTransport : public CoapTransport
{
  public:
    explicit SocketTransport(uint16_t port)
        : m_socket(socket(AF_INET6, SOCK_DGRAM, 0))
    {
        sockaddr_in6 address = ToSocket({LOOPBACK, port});
        if (m_socket < 0 ||
            bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        {
            throw std::runtime_error(std::string("bind: ") + std::strerror(errno));
        }
    }

    ~SocketTransport() override
    {
        close(m_socket);
    }

    void Send(const Bytes& datagram, const CoapPeer& to, uint64_t) override
    {
        const sockaddr_in6 address = ToSocket(to);
        sendto(m_socket,
               datagram.data(),
               datagram.size(),
               0,
               reinterpret_cast<const sockaddr*>(&address),
               sizeof address);
    }

    double Now() const override
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

    uint64_t Schedule(double delayS, std::function<void()> function) override
    {
        m_events.emplace(std::pair(Now() + delayS, ++m_last), std::move(function));
        return m_last;
    }

    void Cancel(uint64_t event) override
    {
        const auto found = std::find_if(m_events.begin(), m_events.end(), [&](const auto& entry) {
            return entry.first.second == event;
        });
        if (found != m_events.end())
        {
            m_events.erase(found);
        }
    }

    double Uniform() override
    {
        return std::uniform_real_distribution<double>()(m_random);
    }

    /// Serve datagrams and events. @param endpoint to serve @param untilS when to stop [s]
    void Run(CoapEndpoint& endpoint, double untilS)
    {
        Bytes buffer(LONGEST_DATAGRAM);
        while (!m_stopped && Now() < untilS)
        {
            const double next = m_events.empty() ? untilS : m_events.begin()->first.first;
            const double waitS = std::clamp(std::min(next, untilS) - Now(), 0.0, 1.0);
            pollfd readable{m_socket, POLLIN, 0};
            if (poll(&readable, 1, static_cast<int>(waitS * 1000) + 1) > 0)
            {
                sockaddr_in6 from{};
                socklen_t length = sizeof from;
                const ssize_t size = recvfrom(m_socket,
                                              buffer.data(),
                                              buffer.size(),
                                              0,
                                              reinterpret_cast<sockaddr*>(&from),
                                              &length);
                if (size >= 0)
                {
                    endpoint.Receive(Bytes(buffer.begin(), buffer.begin() + size), ToPeer(from));
                }
            }
            while (!m_events.empty() && m_events.begin()->first.first <= Now())
            {
                const auto event = m_events.extract(m_events.begin());
                event.mapped()();
            }
        }
    }

    void Stop()
    {
        m_stopped = true;
    }

    static constexpr std::array<uint8_t, 16>
        LOOPBACK{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private:
    static sockaddr_in6 ToSocket(const CoapPeer& peer)
    {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(peer.port);
        std::copy(peer.address.begin(), peer.address.end(), address.sin6_addr.s6_addr);
        return address;
    }

    static CoapPeer ToPeer(const sockaddr_in6& address)
    {
        CoapPeer peer;
        peer.port = ntohs(address.sin6_port);
        std::copy_n(address.sin6_addr.s6_addr, peer.address.size(), peer.address.begin());
        return peer;
    }

    int m_socket;
    bool m_stopped{false};
    std::chrono::steady_clock::time_point m_start{std::chrono::steady_clock::now()};
    std::map<std::pair<double, uint64_t>, std::function<void()>> m_events;
    uint64_t m_last{0};
    std::mt19937_64 m_random{std::random_device{}()};
};

CoapAnswer
Text(uint8_t code, const std::string& text)
{
    CoapAnswer answer;
    answer.code = code;
    answer.contentFormat = 0;
    answer.payload = ToBytes(text);
    return answer;
}

int
Serve(uint16_t port, double seconds)
{
    SocketTransport transport(port);
    CoapEndpoint endpoint(transport);
    std::string stored = "nothing";
    int ticks = 0;
    endpoint.AddResource(
        "time",
        [&](const CoapIncoming&) {
            return std::optional(Text(CoapCode::CONTENT, "tick " + std::to_string(ticks)));
        },
        true);
    endpoint.AddResource("store", [&](const CoapIncoming& incoming) {
        if (incoming.message.code == CoapCode::GET)
        {
            return std::optional(Text(CoapCode::CONTENT, stored));
        }
        if (incoming.message.code != CoapCode::PUT)
        {
            return std::optional(Text(CoapCode::METHOD_NOT_ALLOWED, "GET or PUT"));
        }
        stored.assign(incoming.message.payload.begin(), incoming.message.payload.end());
        CoapAnswer changed;
        changed.code = CoapCode::CHANGED;
        return std::optional(changed);
    });
    endpoint.AddResource("late", [&](const CoapIncoming& incoming) {
        transport.Schedule(1, [&, id = incoming.exchange] {
            endpoint.Respond(id, Text(CoapCode::CONTENT, "late but here"));
        });
        return std::optional<CoapAnswer>();
    });
    const std::function<void()> tick = [&] {
        ++ticks;
        endpoint.Notify("time",
                        Text(CoapCode::CONTENT, "tick " + std::to_string(ticks)),
                        ticks % 4 == 0);
        transport.Schedule(0.5, tick);
    };
    tick();
    std::cout << "ready" << std::endl;
    transport.Run(endpoint, seconds);
    const CoapCounters& counters = endpoint.Counters();
    std::cout << "observers " << endpoint.Observers("time") << " malformed " << counters.malformed
              << " timeouts " << counters.timeouts << std::endl;
    return 0;
}

/// @return line that tells how a reply ended
std::string
Line(const CoapReply& reply)
{
    switch (reply.outcome)
    {
    case CoapOutcome::RESPONSE:
        return CoapCodeToString(reply.message.code) + " " +
               std::string(reply.message.payload.begin(), reply.message.payload.end());
    case CoapOutcome::TIMEOUT:
        return "timeout";
    case CoapOutcome::RESET:
        return "reset";
    case CoapOutcome::QUEUE_FULL:
        break;
    }
    return "queue full";
}

int
Ask(uint16_t port, const std::vector<std::string>& arguments)
{
    SocketTransport transport(0);
    CoapEndpoint endpoint(transport);
    const CoapPeer server{SocketTransport::LOOPBACK, port};
    const std::map<std::string, uint8_t> methods{{"get", CoapCode::GET},
                                                 {"put", CoapCode::PUT},
                                                 {"post", CoapCode::POST},
                                                 {"delete", CoapCode::DELETE_}};
    CoapRequest request;
    request.method = methods.at(arguments.at(0));
    request.path = arguments.at(1);
    int notifications = 0;
    for (std::size_t i = 2; i < arguments.size(); ++i)
    {
        if (arguments[i] == "--non")
        {
            request.confirmable = false;
        }
        else if (arguments[i] == "--payload")
        {
            request.payload = ToBytes(arguments.at(++i));
            request.contentFormat = 0;
        }
        else if (arguments[i] == "--observe")
        {
            notifications = std::stoi(arguments.at(++i));
        }
        else
        {
            throw std::invalid_argument(arguments[i]);
        }
    }
    bool answered = false;
    uint64_t observation = 0;
    int heard = 0;
    const auto onReply = [&](const CoapReply& reply) {
        std::cout << Line(reply) << std::endl;
        answered = reply.outcome == CoapOutcome::RESPONSE;
        if (++heard == std::max(notifications, 1))
        {
            if (notifications > 0)
            {
                endpoint.CancelObserve(observation);
            }
            // What is still to be acknowledged gets the time for it.
            transport.Schedule(0.3, [&] { transport.Stop(); });
        }
    };
    if (notifications > 0)
    {
        observation = endpoint.Observe(server, request.path, onReply);
    }
    else
    {
        endpoint.Request(server, request, onReply);
    }
    transport.Run(endpoint, 100);
    return answered ? 0 : 1;
}

} // namespace

int
main(int argc, char* argv[])
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    try
    {
        if (arguments.size() >= 2 && arguments[0] == "server")
        {
            const double seconds = arguments.size() > 2 ? std::stod(arguments[2]) : 1e9;
            return Serve(static_cast<uint16_t>(std::stoi(arguments[1])), seconds);
        }
        if (arguments.size() >= 4 && arguments[0] == "client")
        {
            return Ask(static_cast<uint16_t>(std::stoi(arguments[1])),
                       {arguments.begin() + 2, arguments.end()});
        }
    }
    catch (const std::exception& error)
    {
        std::cerr << "iomt-coap: " << error.what() << std::endl;
        return 2;
    }
    std::cerr << "iomt-coap server PORT [SECONDS] | client PORT get|put|post|delete PATH [--non] "
                 "[--payload TEXT] [--observe COUNT]"
              << std::endl;
    return 2;
}
