// SPDX-License-Identifier: GPL-2.0-only

#include "care-bench.h"

#include "ns3/anonymiser.h"
#include "ns3/ecg-block.h"
#include "ns3/insurer.h"
#include "ns3/test.h"

#include <set>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// A broker, an anonymiser, an insurer and somebody who speaks for six persons, on one LAN.
class AnonymiserBench
{
  public:
    /// @param objectSuite of readings @param parameters of CASTLE
    explicit AnonymiserBench(const std::string& objectSuite,
                             const CastleParameters& parameters = {3, 10, 5, 5, 1})
        : suite(objectSuite)
    {
        NodeContainer nodes;
        nodes.Create(4);
        CsmaHelper csma;
        NetDeviceContainer devices = csma.Install(nodes);
        csma.AssignStreams(devices, 100);
        InternetStackHelper stack;
        stack.SetIpv4StackInstall(false);
        stack.Install(nodes);
        stack.AssignStreams(nodes, 200);
        Ipv6AddressHelper addresses;
        addresses.SetBase(Ipv6Address("fd00:0:0:1::"), Ipv6Prefix(64));
        const Ipv6InterfaceContainer interfaces = addresses.Assign(devices);
        const auto start = [&nodes](Ptr<Endpoint> endpoint, uint32_t node, double startS) {
            endpoint->SetProcessor(CreateObject<Processor>());
            endpoint->AssignStreams(300 + 10 * node);
            endpoint->SetStartTime(Seconds(startS));
            nodes.Get(node)->AddApplication(endpoint);
        };
        start(broker, 0, 0);
        start(anonymiser, 1, 2);
        start(insurer, 2, 0);
        start(client, 3, 2);
        brokerPeer = Endpoint::MakePeer(interfaces.GetAddress(0, 1));
        insurerPeer = Endpoint::MakePeer(interfaces.GetAddress(2, 1));

        anonymiser->SetCastle(parameters, {"age", "sex"}, {{18, 95}, {0, 1}});
        anonymiser->SetBroker(brokerPeer);
        anonymiser->SetSuite(suite);
        for (uint8_t i = 0; i < 6; ++i)
        {
            const std::string name = "p" + std::to_string(i + 1);
            anonymiser->AddPerson(name, Quasi(i));
            anonymiser->AddDevice(name, Topic(i), Key(i));
            sealers.push_back(std::make_unique<ObjectSealer>(Key(i)));
        }
        anonymiser->SetInsurer(insurerPeer, Key(100));
        insurer->SetAnonymiser(Key(100));
        anonymiser->TraceConnectWithoutContext("Left", MakeCallback(&AnonymiserBench::Left, this));
        anonymiser->TraceConnectWithoutContext("Refused",
                                               MakeCallback(&AnonymiserBench::Refused, this));
        anonymiser->TraceConnectWithoutContext("Sent", MakeCallback(&AnonymiserBench::Sent, this));
        insurer->TraceConnectWithoutContext("Learnt", MakeCallback(&AnonymiserBench::Learnt, this));
    }

    ~AnonymiserBench()
    {
        Simulator::Destroy();
    }

    static std::vector<double> Quasi(uint8_t person)
    {
        return {20.0 + 12 * person, double(person % 2)};
    }

    static std::string Topic(uint8_t person)
    {
        return "ps/p" + std::to_string(person + 1) + "/oximeter";
    }

    ObjectKey Key(uint8_t kid) const
    {
        return DeriveObjectKey(suite, {kid}, Bytes(16, kid));
    }

    void Put(double atS, const CoapPeer& to, const std::string& path, const SealedObject& object)
    {
        Simulator::Schedule(Seconds(atS), [this, to, path, object]() {
            CoapRequest request;
            request.method = CoapCode::PUT;
            request.path = path;
            request.contentFormat = object.contentFormat;
            request.payload = object.payload;
            client->GetCoap()->Request(to, request, [this](const CoapReply& reply) {
                answers.push_back(CoapCodeToString(reply.message.code));
            });
        });
    }

    /// Everyone's SpO2 in turn, once each 0.1 s from 4 s on.
    void Measure(std::size_t readings)
    {
        for (std::size_t i = 0; i < readings; ++i)
        {
            const double atS = 4 + 0.1 * i;
            const uint8_t person = i % 6;
            Put(atS,
                brokerPeer,
                Topic(person),
                sealers[person]->Seal(CareBench::Spo2(90 + i % 10, atS), Topic(person)));
        }
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    std::string suite;
    Ptr<Broker> broker{CreateObject<Broker>()};
    Ptr<Anonymiser> anonymiser{CreateObject<Anonymiser>()};
    Ptr<Insurer> insurer{CreateObject<Insurer>()};
    Ptr<TestClient> client{CreateObject<TestClient>()};
    CoapPeer brokerPeer;
    CoapPeer insurerPeer;
    std::vector<std::unique_ptr<ObjectSealer>> sealers;

    // What happened.
    std::vector<AnonymisedTuple> left;
    std::vector<OpenedReading> refused;
    std::vector<CoapMessage> toInsurer;
    std::vector<AnonymousReading> learnt;
    std::vector<std::string> answers;

  private:
    void Left(const AnonymisedTuple& tuple)
    {
        left.push_back(tuple);
    }

    void Refused(const OpenedReading& reading)
    {
        refused.push_back(reading);
    }

    void Sent(uint64_t, const Bytes& datagram)
    {
        const CoapMessage message = DecodeCoap(datagram).message;
        if (message.code == CoapCode::PUT)
        {
            toInsurer.push_back(message);
        }
    }

    void Learnt(const AnonymousReading& reading)
    {
        learnt.push_back(reading);
    }
};

/// What the insurer learns is what was measured, of nobody in particular.
class AnonymiserPassesOnCase : public TestCase
{
  public:
    explicit AnonymiserPassesOnCase(const std::string& suite)
        : TestCase("values arrive at the insurer's with the ranges of k persons, under " + suite),
          m_suite(suite)
    {
    }

  private:
    void DoRun() override
    {
        AnonymiserBench bench(m_suite);
        bench.Measure(60);
        bench.Run(20);
        NS_TEST_EXPECT_MSG_EQ(bench.refused.size(), 0, "nothing is unreadable");
        // One leaves at the latest when ten came after it.
        NS_TEST_ASSERT_MSG_GT(bench.left.size(), 49, "left");
        std::size_t published = 0;
        double waited = 0;
        for (const AnonymisedTuple& tuple : bench.left)
        {
            published += tuple.output.fate != CastleOutput::SUPPRESSED;
            waited = std::max(waited, tuple.waited.GetSeconds());
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(waited, 1, 0.01, "ten readings of 0.1 s");
        NS_TEST_ASSERT_MSG_GT(published, 30, "published");
        NS_TEST_ASSERT_MSG_EQ(bench.learnt.size(), published, "all arrive, once each");
        std::multiset<double> sent;
        std::multiset<double> received;
        for (const AnonymisedTuple& tuple : bench.left)
        {
            if (tuple.output.fate != CastleOutput::SUPPRESSED)
            {
                // The text that CASTLE counts is "spo2=97 ".
                sent.insert(std::stod(tuple.output.tuple.sensitive.substr(5)));
            }
        }
        for (const AnonymousReading& reading : bench.learnt)
        {
            NS_TEST_ASSERT_MSG_EQ(reading.values.size(), 1, "one value");
            received.insert(std::round(reading.values.at("spo2") * 100));
            NS_TEST_ASSERT_MSG_EQ(reading.ranges.size(), 2, "age and sex");
            std::size_t persons = 0;
            for (uint8_t person = 0; person < 6; ++person)
            {
                const auto quasi = AnonymiserBench::Quasi(person);
                const CastleRange& age = reading.ranges.at("age");
                const CastleRange& sex = reading.ranges.at("sex");
                persons += age.low <= quasi[0] && quasi[0] <= age.high && sex.low <= quasi[1] &&
                           quasi[1] <= sex.high;
            }
            NS_TEST_EXPECT_MSG_GT(persons, 2, "it could be k persons");
        }
        NS_TEST_EXPECT_MSG_EQ((sent == received), true, "the values as they were");
        NS_TEST_EXPECT_MSG_EQ(bench.insurer->GetRefused(), 0, "refused");
        for (const CoapMessage& message : bench.toInsurer)
        {
            // Under none it can be read what is sent.
            const std::string text(message.payload.begin(), message.payload.end());
            NS_TEST_EXPECT_MSG_LT(message.payload.size(), 1152, "in one datagram");
            for (const char* telltale : {"p1", "p2", "p3", "p4", "p5", "p6", "oximeter"})
            {
                const bool told = m_suite == "none" && text.find(telltale) != std::string::npos;
                NS_TEST_EXPECT_MSG_EQ(told, false, telltale);
            }
        }
    }

    std::string m_suite;
};

/// What it cannot open it does not pass on; blocks of samples neither.
class AnonymiserLeavesOutCase : public TestCase
{
  public:
    AnonymiserLeavesOutCase()
        : TestCase("what has another key, is forged or is an ECG stays away")
    {
    }

  private:
    void DoRun() override
    {
        AnonymiserBench bench("aes-128-gcm");
        EcgBlock block;
        block.startTime = EPOCH_UNIX_S + 4;
        block.rateHz = 100;
        block.millivolt = std::vector<double>(100, 0.5);
        // As many as would leave, were they tuples.
        for (std::size_t i = 0; i < 24; ++i)
        {
            const std::string topic = AnonymiserBench::Topic(i % 6);
            bench.Put(4 + 0.01 * i,
                      bench.brokerPeer,
                      topic,
                      bench.sealers[i % 6]->Seal(EncodeSenml(ToSenml(block, "ecg/")), topic));
        }
        const std::string topic = AnonymiserBench::Topic(0);
        ObjectSealer other(bench.Key(55));
        bench.Put(5, bench.brokerPeer, topic, other.Seal(CareBench::Spo2(97, 5), topic));
        bench.Put(6, bench.brokerPeer, topic, {COSE_ENCRYPT0, {1, 2, 3}});
        bench.Run(10);
        NS_TEST_ASSERT_MSG_EQ(bench.refused.size(), 2, "two are not readable");
        NS_TEST_EXPECT_MSG_EQ(ToString(bench.refused[0].status), "unknown-key", "whose");
        NS_TEST_EXPECT_MSG_EQ(ToString(bench.refused[1].status), "malformed", "what");
        NS_TEST_EXPECT_MSG_EQ(bench.left.size(), 0, "nothing leaves");
    }
};

/// A cluster may have more tuples than a datagram has room.
class AnonymiserLargeClusterCase : public TestCase
{
  public:
    AnonymiserLargeClusterCase()
        : TestCase("a large cluster goes in several messages")
    {
    }

  private:
    void DoRun() override
    {
        // One cluster, of all six persons, with all that came before the first had waited.
        AnonymiserBench bench("aes-128-gcm", {6, 60, 1, 5, 1});
        bench.Measure(61);
        bench.Run(20);
        NS_TEST_ASSERT_MSG_EQ(bench.left.size(), 61, "all at once");
        NS_TEST_EXPECT_MSG_EQ(bench.left.front().output.cluster,
                              bench.left.back().output.cluster,
                              "one cluster");
        NS_TEST_EXPECT_MSG_EQ(bench.learnt.size(), 61, "all arrive");
        NS_TEST_EXPECT_MSG_GT(bench.toInsurer.size(), 7, "messages");
        for (const CoapMessage& message : bench.toInsurer)
        {
            NS_TEST_EXPECT_MSG_LT(message.payload.size(), 1152, "in one datagram");
        }
    }
};

/// Nobody but the anonymiser tells the insurer anything, nor anything twice.
class InsurerRefusesCase : public TestCase
{
  public:
    InsurerRefusesCase()
        : TestCase("the insurer refuses what is forged, replayed or no reading")
    {
    }

  private:
    void DoRun() override
    {
        AnonymiserBench bench("aes-128-gcm");
        const auto pack = [](const std::string& text) {
            SenmlRecord record;
            record.name = text;
            record.value = 1;
            return EncodeSenml({record});
        };
        ObjectSealer right(bench.Key(100));
        ObjectSealer wrong(bench.Key(101));
        const SealedObject good = right.Seal(pack("c1/0/pulse"), Insurer::PATH);
        const SealedObject noTuple = right.Seal(pack("pulse"), Insurer::PATH);
        SealedObject changed = right.Seal(pack("c1/0/pulse"), Insurer::PATH);
        changed.payload.back() ^= 1;
        double atS = 3;
        for (const SealedObject& object : {good,
                                           good,
                                           noTuple,
                                           changed,
                                           right.Seal(pack("c1/0/pulse"), "elsewhere"),
                                           wrong.Seal(pack("c1/0/pulse"), Insurer::PATH),
                                           SealedObject{SENML_CBOR, pack("c1/0/pulse")}})
        {
            bench.Put(++atS, bench.insurerPeer, Insurer::PATH, object);
        }
        bench.Run(20);
        const std::vector<std::string>
            expected{"2.04", "4.03", "4.03", "4.03", "4.03", "4.03", "4.03"};
        NS_TEST_EXPECT_MSG_EQ((bench.answers == expected), true, "answers");
        NS_TEST_EXPECT_MSG_EQ(bench.learnt.size(), 1, "learnt");
        NS_TEST_EXPECT_MSG_EQ(bench.insurer->GetRefused(), 6, "refused");
    }
};

class AnonymiserSuite : public TestSuite
{
  public:
    AnonymiserSuite()
        : TestSuite("iomt-anonymiser", TestSuite::Type::UNIT)
    {
        AddTestCase(new AnonymiserPassesOnCase("aes-128-gcm"));
        AddTestCase(new AnonymiserPassesOnCase("none"));
        AddTestCase(new AnonymiserLargeClusterCase);
        AddTestCase(new AnonymiserLeavesOutCase);
        AddTestCase(new InsurerRefusesCase);
    }
} g_anonymiserSuite;

} // namespace
