// SPDX-License-Identifier: GPL-2.0-only

// Health cards: who gets a record, with a signature and without, and what the server stands.

#include "service-bench.h"

#include "ns3/content-format.h"
#include "ns3/cose.h"
#include "ns3/health-card-service.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

Ptr<HealthCardService>
Make(ServiceBench& bench, const nlohmann::json& options)
{
    auto service = CreateObject<HealthCardService>();
    service->Configure({{"name", "card"}, {"start_s", 2}, {"stop_s", 1002}, {"period_s", 10}});
    service->Configure(options);
    bench.Install(service);
    return service;
}

/// A POST of these octets.
CoapRequest
Request(const char* path, uint16_t contentFormat, const Bytes& payload)
{
    CoapRequest request;
    request.method = CoapCode::POST;
    request.path = path;
    request.contentFormat = contentFormat;
    request.payload = payload;
    return request;
}

} // namespace

/// Copies get no record where cards sign, and every record where the number is enough.
class HealthCardCloneCase : public TestCase
{
  public:
    explicit HealthCardCloneCase(bool authenticate)
        : TestCase(authenticate ? "copies are refused" : "copies are taken by their number"),
          m_authenticate(authenticate)
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        Ptr<HealthCardService> service =
            Make(bench, {{"clone_share", 0.4}, {"authenticate", m_authenticate}});
        bench.Run(Seconds(1050));
        const nlohmann::json results = service->Results();
        const int taps = results["taps"];
        const int clones = results["clones_tried"];
        // 100 ± 4 standard deviations, and 40 % of them likewise.
        NS_TEST_EXPECT_MSG_EQ_TOL(taps, 100, 40, results);
        NS_TEST_EXPECT_MSG_EQ_TOL(clones, 0.4 * taps, 20, results);
        NS_TEST_EXPECT_MSG_EQ(results["unanswered"], 0, results);
        NS_TEST_EXPECT_MSG_EQ(results["under_way"], 0, results);
        NS_TEST_EXPECT_MSG_EQ(results["genuine_refused"], 0, results);
        NS_TEST_EXPECT_MSG_EQ(results["clones_accepted"], (m_authenticate ? 0 : clones), results);
        NS_TEST_EXPECT_MSG_EQ(results["refused"], (m_authenticate ? clones : 0), results);
        NS_TEST_EXPECT_MSG_EQ(results["reads"], (m_authenticate ? taps - clones : taps), results);
        if (m_authenticate)
        {
            // The challenge is the new one, only the signature is not.
            const nlohmann::json& causes = results["requests_refused_by_cause"];
            NS_TEST_EXPECT_MSG_EQ(causes, nlohmann::json({{"bad-signature", clones}}), results);
        }
        // 40 ms of wire there and back, twice if there is a challenge, and at the card 375,000
        // cycles at 64 MHz.
        const double least = m_authenticate ? 80 + 375e3 / 64e3 : 40;
        NS_TEST_EXPECT_MSG_GT(results["look_up_ms"]["p50"].get<double>(), least, results);
        NS_TEST_EXPECT_MSG_LT(results["look_up_ms"]["p50"].get<double>(), least + 30, results);
        const OperationCounts& atServer = bench.Hospital()->GetObject<Processor>()->GetOperations();
        const OperationCounts& atReader = bench.Site()->GetObject<Processor>()->GetOperations();
        NS_TEST_EXPECT_MSG_EQ(atServer.Get(Operation::P256_VERIFY),
                              (m_authenticate ? taps : 0),
                              "verified");
        // Before the first exchange is overheard copies sign with a key of their own.
        const uint64_t signatures = atReader.Get(Operation::P256_SIGN);
        NS_TEST_EXPECT_MSG_EQ((signatures >= (m_authenticate ? taps - clones : 0u)),
                              true,
                              "signed");
        NS_TEST_EXPECT_MSG_EQ((signatures <= (m_authenticate ? taps : 0u)), true, "signed");
    }

    bool m_authenticate;
};

/// The record is FHIR that fits a datagram, and losses only delay it.
class HealthCardRecordCase : public TestCase
{
  public:
    HealthCardRecordCase()
        : TestCase("the record, over loss")
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        bench.Lose(0.1);
        Ptr<HealthCardService> service = Make(bench, {{"period_s", 30}});
        Bytes record;
        Simulator::Schedule(Seconds(1010), [&] {
            const HealthCard* card = service->GetCard();
            service->GetReader()->LookUp(
                card->GetId(),
                [card](const Bytes& challenge) { return card->Answer(challenge); },
                [&record](LookUpOutcome, const Bytes& read) { record = read; });
        });
        bench.Run(Seconds(1200));
        const nlohmann::json results = service->Results();
        NS_TEST_EXPECT_MSG_GT(results["reads"].get<int>(), 15, results);
        NS_TEST_EXPECT_MSG_EQ(results["reads"], results["taps"], results);
        NS_TEST_EXPECT_MSG_GT(results["look_up_ms"]["max"].get<double>(), 2000, results);
        NS_TEST_ASSERT_MSG_EQ(record.empty(), false, "a look-up by hand");
        // IPv6's minimum MTU less 40 of IPv6, 8 of UDP and 16 of CoAP.
        NS_TEST_EXPECT_MSG_LT(record.size(), 1280 - 64, "one datagram");
        const auto bundle = nlohmann::json::parse(record);
        NS_TEST_EXPECT_MSG_EQ(bundle["resourceType"], "Bundle", bundle);
        const nlohmann::json& patient = bundle["entry"][0]["resource"];
        const nlohmann::json& observation = bundle["entry"][1]["resource"];
        NS_TEST_EXPECT_MSG_EQ(patient["identifier"][0]["value"],
                              ToHex(service->GetCard()->GetId()),
                              bundle);
        NS_TEST_EXPECT_MSG_EQ(observation["subject"]["reference"],
                              "Patient/" + patient["id"].get<std::string>(),
                              bundle);
        NS_TEST_EXPECT_MSG_EQ(observation["valueSampledData"]["period"], 300000, bundle);
        std::istringstream values(observation["valueSampledData"]["data"].get<std::string>());
        int count = 0;
        for (int value = 0; values >> value; ++count)
        {
            NS_TEST_EXPECT_MSG_EQ((value >= 60 && value <= 300), true, value);
        }
        NS_TEST_EXPECT_MSG_EQ(count, 144, "twelve hours");
    }
};

/// Who gets no answer is told of, and those who wait are served when the wire is back.
class HealthCardCutCase : public TestCase
{
  public:
    HealthCardCutCase()
        : TestCase("a cut wire")
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        Ptr<HealthCardService> service = Make(bench, {{"stop_s", 300}});
        Simulator::Schedule(Seconds(50), [&bench] { bench.Lose(1); });
        Simulator::Schedule(Seconds(250), [&bench] { bench.Lose(0); });
        bench.Run(Seconds(600));
        const nlohmann::json results = service->Results();
        NS_TEST_EXPECT_MSG_GT(results["unanswered"].get<int>(), 0, results);
        NS_TEST_EXPECT_MSG_GT(results["reads"].get<int>(),
                              results["unanswered"].get<int>(),
                              results);
        NS_TEST_EXPECT_MSG_EQ(results["reads"].get<int>() + results["unanswered"].get<int>(),
                              results["taps"].get<int>(),
                              results);
        NS_TEST_EXPECT_MSG_EQ(results["under_way"], 0, results);
    }
};

/// What a thief may say to the server, request by request.
class HealthCardHostileCase : public TestCase
{
  public:
    HealthCardHostileCase()
        : TestCase("replays, forgeries and nonsense")
    {
    }

  private:
    /// Ask for a challenge, have an answer made, and note what the server says to it.
    void Try(const std::string& what,
             const Bytes& id,
             std::function<Bytes(const Bytes& challenge)> answer)
    {
        CoapEndpoint* coap = m_service->GetReader()->GetCoap();
        const auto send = [this, what, answer](const CoapReply& reply) {
            const Bytes payload = answer(reply.message.payload);
            Post(what, CARD_RECORD_PATH, COSE_SIGN1, payload);
        };
        coap->Request(m_server, Request(CARD_CHALLENGE_PATH, OCTET_STREAM, id), send);
    }

    void Post(const std::string& what,
              const char* path,
              uint16_t contentFormat,
              const Bytes& payload)
    {
        m_service->GetReader()->GetCoap()->Request(m_server,
                                                   Request(path, contentFormat, payload),
                                                   [this, what](const CoapReply& reply) {
                                                       m_said[what] =
                                                           CoapCodeToString(reply.message.code);
                                                   });
    }

    void Attack()
    {
        const HealthCard* card = m_service->GetCard();
        const Bytes id = card->GetId();
        Try("genuine", id, [this, card](const Bytes& challenge) {
            return m_old = card->Answer(challenge);
        });
        Try("replayed", id, [this](const Bytes&) { return m_old; });
        Try("other key", id, [id](const Bytes& challenge) {
            return HealthCard(id, P256Signer::FromSeed({1})).Answer(challenge);
        });
        Try("other purpose", id, [id](const Bytes& challenge) {
            return CoseSign1(P256Signer::FromSeed({2}), id, challenge);
        });
        const Bytes stranger(CARD_ID_OCTETS, 9);
        Try("unknown card", stranger, [stranger](const Bytes& challenge) {
            return HealthCard(stranger, P256Signer::FromSeed({3})).Answer(challenge);
        });
        Try("of another card", stranger, [card](const Bytes& challenge) {
            return card->Answer(challenge);
        });
        Try("made-up challenge", id, [card](const Bytes&) {
            return card->Answer(Bytes(CARD_CHALLENGE_OCTETS, 0));
        });
        Try("cut short", id, [card](const Bytes& challenge) {
            const Bytes whole = card->Answer(challenge);
            return Bytes(whole.begin(), whole.end() - 1);
        });
        Post("number alone", CARD_RECORD_PATH, OCTET_STREAM, id);
        Post("nothing", CARD_RECORD_PATH, COSE_SIGN1, {});
        Post("long number", CARD_CHALLENGE_PATH, OCTET_STREAM, Bytes(1000, 1));
        Post("no number", CARD_CHALLENGE_PATH, OCTET_STREAM, {});
        CoapRequest get = Request(CARD_RECORD_PATH, OCTET_STREAM, {});
        get.method = CoapCode::GET;
        m_service->GetReader()->GetCoap()->Request(m_server, get, [this](const CoapReply& reply) {
            m_said["GET"] = CoapCodeToString(reply.message.code);
        });
    }

    void DoRun() override
    {
        ServiceBench bench;
        m_service = Make(bench, {{"stop_s", 3}, {"period_s", 1000}});
        m_server = Endpoint::MakePeer(bench.HospitalAddress());
        Simulator::Schedule(Seconds(5), &HealthCardHostileCase::Attack, this);
        // An answer that comes when its challenge is no longer good.
        Bytes late;
        Simulator::Schedule(Seconds(20), [&] {
            m_service->GetReader()->GetCoap()->Request(
                m_server,
                Request(CARD_CHALLENGE_PATH, OCTET_STREAM, m_service->GetCard()->GetId()),
                [&](const CoapReply& reply) {
                    late = m_service->GetCard()->Answer(reply.message.payload);
                });
        });
        Simulator::Schedule(Seconds(90),
                            [&] { Post("too late", CARD_RECORD_PATH, COSE_SIGN1, late); });
        // More challenges than are remembered, and octets that are no CoAP.
        Ptr<Socket> socket;
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(77);
        uint64_t nonsense = 0;
        Simulator::Schedule(Seconds(100), [&] {
            socket = Socket::CreateSocket(bench.Site(), UdpSocketFactory::GetTypeId());
            for (int i = 0; i < 400; ++i)
            {
                Bytes octets(random->GetInteger(0, 60));
                for (uint8_t& octet : octets)
                {
                    octet = random->GetInteger(0, 255);
                }
                nonsense += octets.size() < 4 || octets[0] >> 6 != 1;
                Simulator::Schedule(MilliSeconds(i), [&bench, socket, octets] {
                    socket->SendTo(Create<Packet>(octets.data(), octets.size()),
                                   0,
                                   Inet6SocketAddress(bench.HospitalAddress(), COAP_PORT));
                });
            }
        });
        Simulator::Schedule(Seconds(110), [&] {
            for (int i = 0; i < 300; ++i)
            {
                CoapRequest request =
                    Request(CARD_CHALLENGE_PATH, OCTET_STREAM, Bytes(CARD_ID_OCTETS, i));
                request.confirmable = false;
                m_service->GetReader()->GetCoap()->Request(m_server, request, nullptr);
            }
        });
        Simulator::Schedule(Seconds(120), [&] {
            const HealthCard& card = *m_service->GetCard();
            Try("afterwards", card.GetId(), [&card](const Bytes& challenge) {
                return card.Answer(challenge);
            });
        });
        bench.Run(Seconds(130));
        const std::map<std::string, std::string> expected = {{"genuine", "2.05"},
                                                             {"replayed", "4.03"},
                                                             {"other key", "4.03"},
                                                             {"other purpose", "4.03"},
                                                             {"unknown card", "4.03"},
                                                             {"of another card", "4.03"},
                                                             {"made-up challenge", "4.03"},
                                                             {"cut short", "4.00"},
                                                             {"number alone", "4.00"},
                                                             {"nothing", "4.00"},
                                                             {"long number", "4.00"},
                                                             {"no number", "4.00"},
                                                             {"GET", "4.05"},
                                                             {"too late", "4.03"},
                                                             {"afterwards", "2.05"}};
        for (const auto& [what, code] : expected)
        {
            NS_TEST_EXPECT_MSG_EQ(m_said[what], code, what);
        }
        const std::map<std::string, uint64_t> refused = {{"bad-signature", 2},
                                                         {"no-such-challenge", 4},
                                                         {"unknown-card", 1},
                                                         {"unreadable", 6}};
        const nlohmann::json results = m_service->Results();
        NS_TEST_EXPECT_MSG_EQ(results["requests_refused_by_cause"],
                              nlohmann::json(refused),
                              results);
        NS_TEST_EXPECT_MSG_GT(nonsense, 200, "nonsense was sent");
        NS_TEST_EXPECT_MSG_EQ((results["malformed"].get<uint64_t>() >= nonsense), true, results);
        m_service = nullptr;
    }

    Ptr<HealthCardService> m_service;
    CoapPeer m_server;
    Bytes m_old;
    std::map<std::string, std::string> m_said; //!< codes, by what was tried
};

/// Two runs are equal, and another stream makes another card.
class HealthCardRepeatCase : public TestCase
{
  public:
    HealthCardRepeatCase()
        : TestCase("runs repeat")
    {
    }

  private:
    static std::pair<Bytes, nlohmann::json> Once(int64_t stream)
    {
        ServiceBench bench;
        Ptr<HealthCardService> service = Make(bench, {{"clone_share", 0.3}});
        service->AssignStreams(stream);
        bench.Run(Seconds(300));
        return {service->GetCard()->GetPublicKey(), service->Results()};
    }

    void DoRun() override
    {
        const auto first = Once(1);
        const auto again = Once(1);
        NS_TEST_EXPECT_MSG_EQ((first == again), true, first.second << again.second);
        NS_TEST_EXPECT_MSG_EQ((first.first == Once(50).first), false, "another card");
    }
};

static class HealthCardServiceTestSuite : public TestSuite
{
  public:
    HealthCardServiceTestSuite()
        : TestSuite("iomt-health-card-service", TestSuite::Type::UNIT)
    {
        AddTestCase(new HealthCardCloneCase(true));
        AddTestCase(new HealthCardCloneCase(false));
        AddTestCase(new HealthCardRecordCase);
        AddTestCase(new HealthCardCutCase);
        AddTestCase(new HealthCardHostileCase);
        AddTestCase(new HealthCardRepeatCase);
    }
} g_healthCardServiceTestSuite;
