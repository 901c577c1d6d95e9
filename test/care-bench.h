// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CARE_BENCH_H
#define IOMT_CARE_BENCH_H

#include "ns3/boolean.h"
#include "ns3/broker.h"
#include "ns3/content-format.h"
#include "ns3/csma-helper.h"
#include "ns3/doctor.h"
#include "ns3/gateway-agent.h"
#include "ns3/global-value.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/pharmacy.h"
#include "ns3/provenance.h"
#include "ns3/senml.h"
#include "ns3/simulator.h"
#include "ns3/wearable.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3::iomt
{

/// An endpoint without a will of its own, for a test to speak and listen with.
class TestClient : public Endpoint
{
  private:
    void Begin() override
    {
    }
};

/// Feels what a function says.
class ScriptedSignal : public Signal
{
  public:
    using Script = std::function<std::map<std::string, double>(double t)>;

    explicit ScriptedSignal(Script script)
        : m_script(std::move(script))
    {
    }

    std::vector<std::string> Quantities() const override
    {
        return {};
    }

    SensorReading Read(double t, double spanS) override
    {
        SensorReading reading;
        reading.t = t + spanS;
        reading.values = m_script(t + spanS);
        return reading;
    }

  private:
    Script m_script;
};

/// Raises an emergency below 90 % and an urgent alarm below 94 % of SpO2; notes what it was given.
class BenchClassifier : public Classifier
{
  public:
    using Seen = std::vector<std::pair<double, double>>; //!< time [s], SpO2 [%]

    explicit BenchClassifier(std::shared_ptr<Seen> seen)
        : Classifier(ClassifierSettings{}),
          m_seen(std::move(seen))
    {
    }

    std::string Name() const override
    {
        return "threshold";
    }

    std::vector<std::string> Inputs() const override
    {
        return {"spo2"};
    }

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override
    {
        const double spo2 = fresh.at("spo2");
        m_seen->emplace_back(t, spo2);
        Classification result;
        result.classifier = Name();
        result.label = spo2 < 94 ? "low" : "normal";
        result.score = spo2;
        result.alarm = spo2 < 90 ? Alarm::EMERGENCY : spo2 < 94 ? Alarm::URGENT : Alarm::NONE;
        result.reason = "spo2";
        return result;
    }

  private:
    std::shared_ptr<Seen> m_seen;
};

/**
 * @brief A wearable, a broker, a doctor, a pharmacy, a gateway and a test client on one LAN.
 *
 * Processors have no profile, so work takes no time. The wearable feels SpO2 once a second from
 * 3 s on, 98 % unless told otherwise.
 */
class CareBench
{
  public:
    static constexpr const char* READINGS = "ps/p1/oximeter";
    static constexpr const char* PRESCRIPTIONS = "ps/rx/pharmacy";
    static constexpr const char* CONFIRMATIONS = "ps/rx-status/pharmacy";
    static constexpr const char* COMMANDS = "ps/cmd/home-1";
    static constexpr const char* REPORTS = "ps/cmd-status/home-1";

    explicit CareBench(const std::string& objectSuite = "aes-128-gcm")
        : suite(objectSuite)
    {
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
        m_nodes.Create(6);
        CsmaHelper csma;
        NetDeviceContainer devices = csma.Install(m_nodes);
        csma.AssignStreams(devices, 100);
        InternetStackHelper stack;
        stack.SetIpv4StackInstall(false);
        stack.Install(m_nodes);
        stack.AssignStreams(m_nodes, 200);
        Ipv6AddressHelper addresses;
        addresses.SetBase(Ipv6Address("fd00:0:0:1::"), Ipv6Prefix(64));
        const Ipv6InterfaceContainer interfaces = addresses.Assign(devices);
        brokerPeer = Endpoint::MakePeer(interfaces.GetAddress(1, 1));

        readingKey = Key(1);
        toPharmacy = Key(2);
        toDoctor = Key(3);
        toGateway = Key(4);
        fromGateway = Key(5);
        Start(wearable, 0, 3);
        Start(broker, 1, 0);
        Start(doctor, 2, 2);
        Start(pharmacy, 3, 2);
        Start(gateway, 4, 2);
        Start(client, 5, 2);
        for (Ptr<Correspondent> correspondent : {Ptr<Correspondent>(doctor),
                                                 Ptr<Correspondent>(pharmacy),
                                                 Ptr<Correspondent>(gateway)})
        {
            correspondent->SetBroker(brokerPeer);
        }
        SetUpWearable();
        SetUpCare();
        Watch();
    }

    ~CareBench()
    {
        Simulator::Destroy();
    }

    /// Have the test client do something, at least 2 s after the start.
    void At(double seconds, std::function<void(CoapEndpoint&)> what)
    {
        Simulator::Schedule(Seconds(seconds),
                            [this, what = std::move(what)]() { what(*client->GetCoap()); });
    }

    /// Have the test client publish something.
    void Publish(double seconds,
                 const std::string& topic,
                 const SealedObject& object,
                 uint64_t provenance = 0)
    {
        At(seconds, [this, topic, object, provenance](CoapEndpoint& coap) {
            CoapRequest request;
            request.method = CoapCode::PUT;
            request.path = topic;
            request.contentFormat = object.contentFormat;
            request.payload = object.payload;
            coap.Request(brokerPeer, request, nullptr, provenance);
        });
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    /// The wearable stays silent: a test client speaks instead.
    void KeepSilent()
    {
        wearable->SetAttribute("SensingStop", TimeValue(Time(0)));
    }

    /// Wearables' profile: one value a second, urgent below 92 %, 20 ms to convert it.
    static SensorProfile Oximeter()
    {
        SensorProfile sensor;
        sensor.kind = "spo2";
        sensor.rateHz = 1;
        sensor.energyMjPerSample = 0.5;
        sensor.conversionMs = 20;
        sensor.urgentBelow = 92;
        return sensor;
    }

    void Feel(ScriptedSignal::Script script)
    {
        wearable->SetSignal(std::make_unique<ScriptedSignal>(std::move(script)),
                            {Oximeter()},
                            false);
    }

    /// SenML of one SpO2 value [%] felt at a time of the simulation.
    static Bytes Spo2(double percent, double timeS)
    {
        SenmlRecord record;
        record.baseName = "p1/oximeter/";
        record.baseTime = EPOCH_UNIX_S + timeS;
        record.name = "spo2";
        record.unit = "/";
        record.value = percent / 100;
        return EncodeSenml({record});
    }

    ObjectKey Key(uint8_t kid) const
    {
        return DeriveObjectKey(suite, {kid}, Bytes(16, kid));
    }

    static P256Signer Signer(const std::string& who)
    {
        return P256Signer::FromSeed(Bytes(who.begin(), who.end()));
    }

    static Bytes Kid(const std::string& who)
    {
        return Bytes(who.begin(), who.end());
    }

    /// Signs in the name of one with the key of, perhaps, another.
    static std::unique_ptr<DocumentSender> Sender(const std::string& name,
                                                  const ObjectKey& sealing,
                                                  const std::string& keyOf = "")
    {
        return std::make_unique<DocumentSender>(Signer(keyOf.empty() ? name : keyOf),
                                                Kid(name),
                                                sealing);
    }

    std::unique_ptr<DocumentReader> Reader(const std::string& author,
                                           const ObjectKey& sealing) const
    {
        auto reader = std::make_unique<DocumentReader>(suite);
        reader->AddAuthor(Kid(author), Signer(author).PublicKey(), sealing);
        return reader;
    }

    static Bytes Text(const std::string& text)
    {
        return Bytes(text.begin(), text.end());
    }

    /// Care events as text, such as "dispensed p1 rx-1 Oxygen", with their times.
    struct Cared
    {
        Time at;
        std::string what;
        std::string detail;
    };

    /// @return how many care events were of a kind
    std::size_t Count(CareEvent::Kind kind) const
    {
        std::size_t count = 0;
        for (const Cared& event : care)
        {
            count += event.what.rfind(std::string(ToString(kind)) + " ", 0) == 0;
        }
        return count;
    }

    /// @return the detail of the last care event of a kind; empty if there was none
    std::string LastDetail(CareEvent::Kind kind) const
    {
        std::string detail;
        for (const Cared& event : care)
        {
            if (event.what.rfind(std::string(ToString(kind)) + " ", 0) == 0)
            {
                detail = event.detail;
            }
        }
        return detail;
    }

    std::string suite;
    Ptr<Wearable> wearable{CreateObject<Wearable>()};
    Ptr<Broker> broker{CreateObject<Broker>()};
    Ptr<Doctor> doctor{CreateObject<Doctor>()};
    Ptr<Pharmacy> pharmacy{CreateObject<Pharmacy>()};
    Ptr<GatewayAgent> gateway{CreateObject<GatewayAgent>()};
    Ptr<TestClient> client{CreateObject<TestClient>()};
    CoapPeer brokerPeer;
    ObjectKey readingKey;
    ObjectKey toPharmacy;
    ObjectKey toDoctor;
    ObjectKey toGateway;
    ObjectKey fromGateway;
    Ptr<Battery> battery{CreateObject<Battery>()}; //!< the wearable's
    std::shared_ptr<BenchClassifier::Seen> seen{std::make_shared<BenchClassifier::Seen>()};

    // What happened.
    std::vector<ProducedReading> produced;
    std::vector<CoapMessage> fromWearable;
    std::vector<CoapMessage> toWearable;
    std::vector<CoapMessage> fromBroker;
    std::vector<StoredObject> stored;
    std::vector<OpenedReading> opened;
    std::vector<std::pair<Time, std::vector<Classification>>> classified;
    std::vector<std::pair<Time, Classification>> alarms;
    std::vector<Cared> care;

  private:
    void Start(Ptr<Endpoint> endpoint, uint32_t node, double startS)
    {
        endpoint->SetProcessor(CreateObject<Processor>());
        endpoint->AssignStreams(300 + 10 * node);
        endpoint->SetStartTime(Seconds(startS));
        m_nodes.Get(node)->AddApplication(endpoint);
    }

    void SetUpWearable()
    {
        Feel([](double) { return std::map<std::string, double>{{"spo2", 98}}; });
        wearable->SetTopic(READINGS, "p1/oximeter/");
        wearable->SetBroker(brokerPeer);
        wearable->SetKey(readingKey);
        wearable->SetBattery(battery);
        wearable->SetFirstProvenance(1000);
    }

    void SetUpCare()
    {
        doctor->SetSuite(suite);
        std::vector<std::unique_ptr<Classifier>> classifiers;
        classifiers.push_back(std::make_unique<BenchClassifier>(seen));
        doctor->AddPatient("p1", std::move(classifiers), COMMANDS);
        doctor->AddDevice("p1", READINGS, readingKey);
        doctor->SetRules(CareRules::Load("rules"));
        doctor->AddCommanded(COMMANDS,
                             Sender("doctor", toGateway),
                             REPORTS,
                             Reader("gateway", fromGateway));
        doctor->SetPharmacy(PRESCRIPTIONS,
                            CONFIRMATIONS,
                            Sender("doctor", toPharmacy),
                            Reader("pharmacy", toDoctor));
        pharmacy->SetDoctor(PRESCRIPTIONS,
                            CONFIRMATIONS,
                            Reader("doctor", toPharmacy),
                            Sender("pharmacy", toDoctor));
        gateway->SetDoctor(COMMANDS,
                           Reader("doctor", toGateway),
                           REPORTS,
                           Sender("gateway", fromGateway));
    }

    void Watch()
    {
        wearable->TraceConnectWithoutContext("Produced", MakeCallback(&CareBench::Produced, this));
        wearable->TraceConnectWithoutContext("Sent", MakeCallback(&CareBench::WearableSent, this));
        wearable->TraceConnectWithoutContext("Received",
                                             MakeCallback(&CareBench::WearableReceived, this));
        broker->TraceConnectWithoutContext("Sent", MakeCallback(&CareBench::BrokerSent, this));
        broker->TraceConnectWithoutContext("Stored", MakeCallback(&CareBench::Stored, this));
        doctor->TraceConnectWithoutContext("Opened", MakeCallback(&CareBench::Opened, this));
        doctor->TraceConnectWithoutContext("Classified",
                                           MakeCallback(&CareBench::Classified, this));
        doctor->TraceConnectWithoutContext("Alarm", MakeCallback(&CareBench::Alarmed, this));
        for (Ptr<Correspondent> correspondent : {Ptr<Correspondent>(doctor),
                                                 Ptr<Correspondent>(pharmacy),
                                                 Ptr<Correspondent>(gateway)})
        {
            correspondent->TraceConnectWithoutContext("Care", MakeCallback(&CareBench::Care, this));
        }
    }

    void Produced(const ProducedReading& reading)
    {
        produced.push_back(reading);
    }

    void WearableSent(uint64_t, const Bytes& datagram)
    {
        fromWearable.push_back(DecodeCoap(datagram).message);
    }

    void WearableReceived(uint64_t, const Bytes& datagram)
    {
        toWearable.push_back(DecodeCoap(datagram).message);
    }

    void BrokerSent(uint64_t, const Bytes& datagram)
    {
        fromBroker.push_back(DecodeCoap(datagram).message);
    }

    void Stored(const StoredObject& object, uint64_t)
    {
        stored.push_back(object);
    }

    void Opened(const OpenedReading& reading)
    {
        opened.push_back(reading);
    }

    void Classified(const OpenedReading&, const std::vector<Classification>& results)
    {
        classified.emplace_back(Simulator::Now(), results);
    }

    void Alarmed(const std::string&, const Classification& classification)
    {
        alarms.emplace_back(Simulator::Now(), classification);
    }

    void Care(const CareEvent& event)
    {
        care.push_back({Simulator::Now(),
                        std::string(ToString(event.kind)) + " " + event.patient + " " + event.id,
                        event.detail});
    }

    NodeContainer m_nodes;
};

} // namespace ns3::iomt

#endif // IOMT_CARE_BENCH_H
