// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer harness: any datagram, to the codec and to an endpoint that serves and asks.

#include "ns3/coap-endpoint.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>

using namespace ns3::iomt;

namespace
{

/// A world where time moves on with each datagram and everything sent must itself be a message.
class FuzzTransport : public CoapTransport
{
  public:
    void Send(const Bytes& datagram, const CoapPeer&, uint64_t) override
    {
        if (DecodeCoap(datagram).status != CoapParseStatus::OK)
        {
            std::abort();
        }
    }

    double Now() const override
    {
        return m_now;
    }

    uint64_t Schedule(double delayS, std::function<void()> function) override
    {
        m_events.emplace(++m_last, std::pair(m_now + delayS, std::move(function)));
        return m_last;
    }

    void Cancel(uint64_t event) override
    {
        m_events.erase(event);
    }

    double Uniform() override
    {
        m_state = m_state * 1103515245 + 12345;
        return (m_state >> 8 & 0xffff) / 65536.0;
    }

    void Advance(double byS)
    {
        m_now += byS;
        for (auto it = m_events.begin(); it != m_events.end();)
        {
            if (it->second.first > m_now)
            {
                ++it;
                continue;
            }
            const auto event = m_events.extract(it);
            event.mapped().second();
            it = m_events.begin();
        }
    }

  private:
    double m_now{0};
    uint64_t m_last{0};
    uint32_t m_state{1};
    std::map<uint64_t, std::pair<double, std::function<void()>>> m_events;
};

void
CheckCodec(const Bytes& datagram)
{
    const CoapParse parse = DecodeCoap(datagram);
    if (parse.status != CoapParseStatus::OK)
    {
        return;
    }
    const Bytes written = EncodeCoap(parse.message);
    const CoapParse again = DecodeCoap(written);
    if (again.status != CoapParseStatus::OK || EncodeCoap(again.message) != written ||
        again.message.options != parse.message.options ||
        again.message.payload != parse.message.payload)
    {
        std::abort();
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    CheckCodec(Bytes(data, data + size));

    FuzzTransport transport;
    CoapParameters parameters;
    parameters.maxRemembered = 4;
    parameters.maxObservers = 2;
    CoapEndpoint endpoint(transport, parameters);
    CoapPeer peer;
    endpoint.AddResource(
        "t",
        [](const CoapIncoming& incoming) {
            CoapAnswer answer;
            answer.payload = incoming.message.payload;
            return std::optional<CoapAnswer>(answer);
        },
        true);
    endpoint.AddResource("later", [](const CoapIncoming&) { return std::optional<CoapAnswer>(); });
    CoapRequest request;
    request.path = "t";
    endpoint.Request(peer, request, [](const CoapReply&) {});
    endpoint.Observe(peer, "o", [](const CoapReply&) {});
    // The input is a sequence of datagrams, each behind an octet of length.
    for (std::size_t at = 0; at < size;)
    {
        const std::size_t length = std::min<std::size_t>(data[at], size - at - 1);
        endpoint.Receive(Bytes(data + at + 1, data + at + 1 + length), peer);
        endpoint.Notify("t", {}, data[at] % 2 == 0);
        transport.Advance(data[at] / 2.0);
        at += 1 + length;
    }
    transport.Advance(300);
    return 0;
}
